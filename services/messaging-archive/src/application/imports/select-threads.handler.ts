import type { PeopleReader } from '@sightline/contracts';
import type { Party } from '../../domain/index.js';
import type { DateOrder } from '../message-formats.js';
import type { ImportSeal } from './import-ports.js';
import type { ImportRecord, ImportStore } from './import-store.js';
import type { Outline, Selection } from './outline.js';

export interface ChosenThread {
  readonly id: string;
  readonly people: readonly { readonly participant: string; readonly personId: string }[];
}

export interface SelectThreads {
  readonly record: ImportRecord;
  readonly threads: readonly ChosenThread[];
  readonly dateOrder: DateOrder | null;
}

export type SelectionRefused =
  | { readonly refused: 'import-awaits-no-selection' }
  | { readonly refused: 'thread-unknown'; readonly field: string }
  | { readonly refused: 'date-order-needed'; readonly field: string }
  | { readonly refused: 'person-without-address'; readonly field: string };

export interface SelectThreadsParts {
  readonly store: ImportStore;
  readonly seal: ImportSeal;
  readonly people: Pick<PeopleReader, 'people'>;
  readonly wake: () => void;
}

/** The owner of an export chooses what of it the archive may have; it is asked once (C9, C10). */
export class SelectThreadsHandler {
  constructor(private readonly parts: SelectThreadsParts) {}

  async execute({ record, threads, dateOrder }: SelectThreads): Promise<SelectionRefused | undefined> {
    const { store, seal, wake } = this.parts;
    const { importId, status, sealedOutline } = record;
    if (status !== 'awaits-selection' || !sealedOutline) return { refused: 'import-awaits-no-selection' };
    const outline = await seal.open<Outline>(importId, 'outline', sealedOutline);
    const known = new Set(outline.threads.map(({ id }) => id));
    const unknown = threads.findIndex(({ id }) => !known.has(id));
    if (unknown >= 0) return { refused: 'thread-unknown', field: `threads.${unknown}.thread` };
    const unclear = outline.remarks.some(({ remark }) => remark === 'day-or-month-unclear');
    if (unclear && dateOrder === null && threads.length > 0)
      return { refused: 'date-order-needed', field: 'dateOrder' };
    const parties = await this.partiesOf(threads);
    const nameless = threads.findIndex(({ people }) => people.some(({ personId }) => !parties.has(personId)));
    if (nameless >= 0) return { refused: 'person-without-address', field: `threads.${nameless}.people` };
    const selection: Selection = {
      dateOrder,
      threads: threads.map(({ id, people }) => ({
        id,
        people: people.map(({ participant, personId }) => ({ participant, party: parties.get(personId)! })),
      })),
    };
    const sealedSelection = await seal.seal(importId, 'selection', selection);
    const changed = await store.change(importId, 'awaits-selection', { status: 'taking', sealedSelection });
    if (!changed) return { refused: 'import-awaits-no-selection' };
    wake();
    return undefined;
  }

  /** A person's number or address, read from its owner at this moment; the name is what the chat says. */
  private async partiesOf(threads: readonly ChosenThread[]): Promise<ReadonlyMap<string, Party>> {
    const ids = [...new Set(threads.flatMap(({ people }) => people.map(({ personId }) => personId)))];
    const details = ids.length === 0 ? new Map() : await this.parts.people.people(ids);
    return new Map(
      ids.flatMap((id): [string, Party][] => {
        const { phone, email, givenName, familyName } = details.get(id) ?? {};
        const address = phone ?? email;
        const displayName = [givenName, familyName].filter(Boolean).join(' ');
        return address ? [[id, { address, kind: phone ? 'telephone' : 'email', displayName }]] : [];
      }),
    );
  }
}
