import type { RestrictionKind } from '@sightline/contracts';
import { sealWords, type Transaction, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock } from '@sightline/service-kit';
import { restrictionReleaseDecider, type ReleaseRestriction } from '../domain/index.js';
import type { ActContext, RosterActs } from './roster-acts.js';

export interface ByHand {
  readonly actor: string;
  /** Every record of the person who does it; empty for a machine. */
  readonly senderIds: readonly string[];
  readonly idempotency: UnitOfWork['idempotency'];
}

export interface HandRelation {
  readonly type: 'supervisor' | 'contact' | 'language';
  readonly person: string;
  readonly related: string | null;
  readonly language: string | null;
  readonly place: number | null;
}

export interface RestrictionByHand {
  readonly student: string;
  readonly guardian: string;
  readonly kinds: readonly RestrictionKind[];
  readonly from: string;
  readonly until: string | null;
  readonly reference: string;
  readonly verifiedBy: string;
}

/** The rows that hold what people enter; sourcedIds name people. @throws ActRefused when the roster does not have what it speaks of */
export interface HandRows {
  enter(transaction: Transaction, id: string, relation: HandRelation, by: string, at: Date): Promise<void>;
  end(transaction: Transaction, id: string, by: string, at: Date): Promise<void>;
  restrict(transaction: Transaction, id: string, restriction: RestrictionByHand, by: string, at: Date): Promise<void>;
  release(transaction: Transaction, release: Release, at: Date): Promise<void>;
}

export interface Release extends Pick<
  ReleaseRestriction,
  'restrictionId' | 'studentId' | 'guardianId' | 'endsOn' | 'until' | 'byIds' | 'roles' | 'studentBuildingIds'
> {
  readonly document: string;
  readonly verifiedBy: string;
}

type Answered = Promise<UnitResult<{ readonly id: string }>>;

/** What people enter beside the imports: it takes effect at once, and what would open kept messages waits all the same (C5, C6, C9). */
export class ChangeByHandHandler {
  constructor(
    private readonly acts: RosterActs,
    private readonly rows: HandRows,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  enter(relation: HandRelation, by: ByHand): Answered {
    const id = newId();
    return this.write(id, by, (transaction, { actor, time }) =>
      this.rows.enter(transaction, id, relation, actor, time),
    );
  }

  /** What the roster says holds again. */
  end(id: string, by: ByHand): Answered {
    return this.write(id, by, (transaction, { actor, time }) => this.rows.end(transaction, id, actor, time));
  }

  restrict(restriction: RestrictionByHand, by: ByHand): Answered {
    const id = newId();
    return this.write(id, by, (transaction, { actor, time }) =>
      this.rows.restrict(transaction, id, restriction, actor, time),
    );
  }

  async release(release: Release, by: ByHand): Answered {
    const { document, verifiedBy, ...about } = release;
    const subject = `restriction-release/${release.restrictionId}`;
    const sealed = sealWords(newId(), subject, { document, verifiedBy });
    const context = await this.context(by, release.restrictionId);
    const command: ReleaseRestriction = {
      ...about,
      words: { recordId: sealed.record.recordId, commitment: sealed.commitment },
    };
    return this.acts.act({
      unit: {
        commands: [
          {
            ...{ subject, decider: restrictionReleaseDecider, command, expect: 'any' as const },
            context: { ...context, causationId: newId(), partitionKey: release.studentId },
          },
        ],
        words: [sealed.record],
        ...(by.idempotency === undefined ? {} : { idempotency: by.idempotency }),
        answer: () => ({ id: release.restrictionId }),
      },
      today: this.today(),
      write: (transaction) => this.rows.release(transaction, release, context.time),
      retell: { ...context, senderIds: by.senderIds, admittedIds: [] },
    });
  }

  private async write(
    id: string,
    by: ByHand,
    write: (transaction: Transaction, context: ActContext) => Promise<void>,
  ): Answered {
    const context = await this.context(by, newId());
    return this.acts.act({
      unit: {
        commands: [],
        ...(by.idempotency === undefined ? {} : { idempotency: by.idempotency }),
        answer: () => ({ id }),
      },
      today: this.today(),
      write: (transaction) => write(transaction, context),
      retell: { ...context, senderIds: by.senderIds, admittedIds: [] },
    });
  }

  private async context({ actor }: ByHand, correlationId: string): Promise<ActContext> {
    const { id: policyVersion } = await this.policies.inForce(this.today());
    return { actor, correlationId, policyVersion, time: this.clock.now() };
  }
}
