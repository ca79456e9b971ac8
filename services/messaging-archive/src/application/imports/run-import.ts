import { sealWords, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import type { Clock } from '@sightline/service-kit';
import {
  messageImportDecider,
  reckoningOf,
  reckoningText,
  Tally,
  type CompleteImport,
  type Reckoning,
} from '../../domain/index.js';
import { ExportUnreadable } from '../message-formats.js';
import type { ReadingParts, ReckoningSigner } from './import-ports.js';
import type { ImportRecord, ImportStore } from './import-store.js';
import type { Selection } from './outline.js';
import { outlineImport } from './outline-import.js';
import { copyOf } from './read-in-batches.js';
import { takeImport, type Choice, type TakenImport } from './take-import.js';

export interface RunImportParts extends ReadingParts {
  readonly store: ImportStore;
  readonly signer: ReckoningSigner;
  readonly clock: Clock;
  readonly execute: (unit: UnitOfWork) => Promise<UnitResult>;
  readonly policyInForce: () => Promise<string>;
  readonly newId: () => string;
  readonly onFailure: (error: unknown) => void;
}

/** So long a process may be silent before another goes on with its import. */
const claimMs = 60_000;

/** The service stops: the import waits for its next start. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Does the next step of imports that wait: reads what is in them, or takes what was chosen (C7, C8). */
export class RunImports {
  private stopping = false;

  constructor(private readonly parts: RunImportParts) {}

  stop(): void {
    this.stopping = true;
  }

  /** All that can be done now, one import at a time. */
  async look(): Promise<void> {
    const { store, uploads, clock } = this.parts;
    for (const expired of await store.expire(clock.now())) await uploads.remove(expired);
    while (!this.stopping) {
      const waiting = await uploads.waiting();
      if (waiting.length === 0) return;
      const now = clock.now();
      const record = await store.claim(waiting, now, new Date(now.getTime() + claimMs));
      if (!record) return;
      await this.step(record);
    }
  }

  private async step(record: ImportRecord): Promise<void> {
    const { store, onFailure, clock } = this.parts;
    try {
      await (record.status === 'outlining' ? this.outline(record) : this.take(record));
    } catch (error) {
      if (error instanceof Interrupted) return store.release(record.importId);
      if (error instanceof ExportUnreadable) {
        if (error.code === 'unsupported-format' && record.authorizationId !== null) return this.keepUnread(record);
        const failure = { code: error.code, detail: error.message };
        await store.change(record.importId, record.status, { status: 'failed', endedAt: clock.now(), failure });
        return this.parts.uploads.remove(record.importId);
      }
      // The claim runs out, and the import is tried again.
      onFailure(error);
    }
  }

  private async outline(record: ImportRecord): Promise<void> {
    const { store, seal } = this.parts;
    const { outline, items } = await outlineImport(record, this.parts, (done) => this.keepClaim(record, done));
    await store.change(record.importId, 'outlining', {
      ...{ status: 'awaits-selection', itemsDone: 0, itemsAll: items },
      sealedOutline: await seal.seal(record.importId, 'outline', outline),
    });
  }

  private async take(record: ImportRecord): Promise<void> {
    const { importId, sealedReckoning } = record;
    if (sealedReckoning)
      return this.finish(record, await this.parts.seal.open<Reckoning>(importId, 'reckoning', sealedReckoning));
    const choice = await this.choiceOf(record);
    await this.reckon(record, await takeImport(record, choice, this.parts, (done) => this.keepClaim(record, done)));
  }

  private async choiceOf({ importId, allCovered, sealedSelection, format }: ImportRecord): Promise<Choice> {
    if (sealedSelection)
      return {
        of: 'threads',
        selection: await this.parts.seal.open<Selection>(importId, 'selection', sealedSelection),
      };
    return format === 'eml' && !allCovered ? { of: 'everything' } : { of: 'all-covered' };
  }

  /** Nobody can tell what it is; whoever sends it says to which authorization it belongs. */
  private async keepUnread(record: ImportRecord): Promise<void> {
    const { intake, uploads } = this.parts;
    const original = { file: uploads.fileOf(record.importId) };
    const item = { original, originalMediaType: 'application/octet-stream', place: 'the whole file' };
    await intake.take([{ ...copyOf(record, item, null), authorizationId: record.authorizationId }]);
    const tally = new Tally();
    tally.take(1);
    await this.reckon({ ...record, format: null }, { tally, remarks: [], items: 1 });
  }

  /** Signed and kept before it is said: a crash between the two changes nothing of it. */
  private async reckon(record: ImportRecord, { tally, remarks, items }: TakenImport): Promise<void> {
    const { store, signer, seal, clock } = this.parts;
    const { importId, staffId, authorizationId, format, status } = record;
    const { newCount, copiesMissing } = await store.countNew(importId);
    const { reasons, items: refusedItems } = tally.refused;
    const reckoning = reckoningOf(tally.counted, newCount, {
      ...{ importId, staffId, authorizationId, format, copiesMissing, refusedItems, remarks },
      refusedBecause: reasons,
      completedAt: clock.now().toISOString(),
    });
    await store.change(importId, status, {
      ...{ status: 'taking', itemsDone: items, itemsAll: items },
      sealedReckoning: await seal.seal(importId, 'reckoning', reckoning),
      signature: signer.sign(reckoningText(reckoning)),
    });
    await this.finish(record, reckoning);
  }

  private async finish({ importId }: ImportRecord, reckoning: Reckoning): Promise<void> {
    const endedAt = new Date(reckoning.completedAt);
    await this.say(reckoning, endedAt);
    await this.parts.store.change(importId, 'taking', {
      ...{ status: 'completed', endedAt, sealedOutline: null, sealedSelection: null },
    });
    await this.parts.uploads.remove(importId);
  }

  /** After a crash the event may stand already: it is not said twice. */
  private async say(reckoning: Reckoning, time: Date): Promise<void> {
    const { importId, staffId, authorizationId, format, seen, alreadyHad, refused, notChosen, copiesMissing } =
      reckoning;
    const subject = `message-import/${importId}`;
    const { record, commitment } = sealWords(this.parts.newId(), subject, { reckoning: reckoningText(reckoning) });
    const command: CompleteImport = {
      type: 'complete',
      ...{ importId, staffId, authorizationId, format, seen, new: reckoning.new },
      ...{ alreadyHad, refused, notChosen, copiesMissing, reckoningCommitment: commitment },
    };
    const policyVersion = await this.parts.policyInForce();
    const context = {
      ...{ correlationId: importId, partitionKey: importId, causationId: importId, policyVersion, time },
      actor: `person:${staffId}`,
    };
    const result = await this.parts.execute({
      commands: [{ subject, decider: messageImportDecider, command, context, expect: 'any' }],
      words: [record],
      answer: () => null,
    });
    if (result.outcome !== 'accepted') throw new Error(`the end of an import was not accepted: ${result.outcome}`);
  }

  private async keepClaim(record: ImportRecord, itemsDone: number): Promise<void> {
    if (this.stopping) throw new Interrupted();
    const until = new Date(this.parts.clock.now().getTime() + claimMs);
    await this.parts.store.progress(record.importId, itemsDone, until);
  }
}
