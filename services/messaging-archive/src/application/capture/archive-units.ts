import type { CopyMeans } from '@sightline/contracts';
import type { UnitOfWork } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { archivingDecider, type ArchiveCommand, type NewMessage } from '../../domain/index.js';

/** New messages that one event can state together. */
export interface ArchivedGroup {
  readonly authorizationId: string | null;
  readonly caseId: string | null;
  readonly staffId: string | null;
  readonly policyVersion: string;
  readonly by: CopyMeans;
  readonly importId: string | null;
  readonly actor: string;
  readonly messages: readonly NewMessage[];
}

/** One command a group, each to a stream of its own: nothing has to be read before, and the batch costs what one costs. */
export const archiveUnit = (
  groups: readonly ArchivedGroup[],
  allowedSeconds: (policyVersion: string) => number,
  at: Date,
): UnitOfWork => ({
  commands: groups.map((group) => {
    const id = newId();
    const { authorizationId, staffId, messages, by, importId, caseId, policyVersion, actor } = group;
    const command: ArchiveCommand = {
      ...{ type: 'archive', authorizationId, staffId, messages, by, importId },
      allowedSeconds: allowedSeconds(policyVersion),
    };
    return {
      subject: `archived/${id}`,
      decider: archivingDecider,
      command,
      expect: 'new' as const,
      context: {
        correlationId: caseId ?? id,
        causationId: importId ?? id,
        actor,
        policyVersion,
        partitionKey: caseId ?? id,
        time: at,
      },
    };
  }),
  answer: () => null,
});
