import { executeUnits, failpoint, type Transaction, type UnitOfWork } from '@sightline/event-store';
import { recordedFacts, type RosterFact } from '../../../domain/index.js';
import { ownLinkedPersons, personLinksProjection } from '../../../read-models/person-links/person-links.projection.js';
import { relationProposalsProjection } from '../../../read-models/relation-proposals/relation-proposals.projection.js';
import { ModestHeap } from '@sightline/service-kit';
import type { AppendContext } from '../../../application/ports.js';

// Small enough that a batch stays among what the engine collects at once; larger ones pile up until a full collection.
const factsPerAppendMax = 250;

export type TellingContext = Omit<AppendContext, 'importId'> & { readonly correlationId: string };

/** Appends what was found, some thousand facts at a time: facts of one subject stay together and in order. @returns how many */
export async function tellChanges(
  transaction: Transaction,
  context: TellingContext,
  onProgress: (told: number) => void = () => undefined,
): Promise<number> {
  await transaction.query(
    `declare changes no scroll cursor for
     select 'sightline.directory.' || name || '.v1' as type, subject, partition_key as "partitionKey", data from roster_changes order by seq`,
  );
  const heap = new ModestHeap(30_000);
  let told = 0;
  for (;;) {
    const { rows } = await transaction.query<RosterFact>(`fetch ${factsPerAppendMax} from changes`);
    if (rows.length === 0) break;
    await appendFacts(transaction, context, rows);
    told += rows.length;
    heap.passed(rows.length);
    onProgress(told);
  }
  await transaction.query('close changes');
  return told;
}

export async function appendFacts(
  transaction: Transaction,
  context: TellingContext,
  facts: readonly RosterFact[],
): Promise<void> {
  const units = facts.map((fact): UnitOfWork => ({
    commands: [
      {
        subject: fact.subject,
        decider: recordedFacts,
        command: { facts: [fact] },
        expect: 'any',
        context: {
          correlationId: context.correlationId,
          causationId: context.correlationId,
          actor: context.actor,
          policyVersion: context.policyVersion,
          partitionKey: fact.partitionKey,
          time: context.at,
        },
      },
    ],
    answer: () => null,
  }));
  await executeUnits(transaction, units, {
    projections: [relationProposalsProjection, personLinksProjection, ownLinkedPersons],
  });
  failpoint('roster-import.between-chunks');
}
