import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import { requiredSides, type PolicyBook, type PolicyVersion } from '@sightline/policy';
import { newId, type BackgroundWorker, type Clock } from '@sightline/service-kit';
import { authorizationDecider, type RequestReview } from '../domain/index.js';
import type {
  AuthorizationUnderVersion,
  UnderOtherVersions,
} from '../read-models/policy-impact/policy-impact.query.js';
import { impactOn, type Impact } from './policy-impact.js';

export interface NewPolicyWorkerOptions {
  readonly find: (question: UnderOtherVersions) => Promise<readonly AuthorizationUnderVersion[]>;
  readonly keepChecked: (versionId: string, authorizationIds: readonly string[]) => Promise<void>;
  readonly execute: (unit: UnitOfWork) => Promise<UnitResult>;
  readonly policies: PolicyBook;
  readonly clock: Clock;
  readonly today: () => string;
  /** How often it looks. */
  readonly pollMs: number;
  readonly onFailure: (error: unknown) => void;
}

const batchSizeMax = 200;

/**
 * From the first day of a version on (C11): every live authorization decided under another one is held against it once, and
 * people look again at each that it would no longer allow. Nothing is ended by it. An authorization that comes later, from a
 * round under the old version, is held against it too. Two replicas may look at once: a review of one reason opens once.
 */
export class NewPolicyWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;
  private running = false;

  constructor(private readonly options: NewPolicyWorkerOptions) {}

  start(): void {
    this.running = true;
    this.timer = setInterval(() => this.look(), this.options.pollMs);
    this.look();
  }

  /** A commit brings no version into force: only time does. */
  wake(): void {}

  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    await this.busy;
  }

  /** Looks at all that is to be looked at now. @throws whatever the database throws */
  async run(): Promise<void> {
    const { find, keepChecked, execute, policies, today } = this.options;
    const version = await policies.inForce(today());
    for (;;) {
      const live = await find({ versionId: version.id, unchecked: true, limit: batchSizeMax });
      if (live.length === 0) return;
      const impacts = await impactOn(live, version, policies);
      await Promise.all(impacts.map((impact) => execute(this.review(impact, version))));
      // Last: a crash before it repeats the look, and the review that is open by then stays the only one.
      await keepChecked(
        version.id,
        live.map(({ authorizationId }) => authorizationId),
      );
      if (live.length < batchSizeMax) return;
    }
  }

  private review({ authorization, reasons }: Impact, version: PolicyVersion): UnitOfWork {
    const { authorizationId, caseId, kind, requesterBuildingIds, studentBuildingIds } = authorization;
    const command: RequestReview = {
      ...{ type: 'request-review', reviewId: newId(), reason: 'policy-version' },
      clause: reasons[0]!.clause,
      sides: requiredSides(kind, version),
      buildings: { requesterBuildingIds, studentBuildingIds },
      today: this.options.today(),
    };
    return {
      commands: [
        {
          subject: `authorization/${authorizationId}`,
          decider: authorizationDecider,
          command,
          expect: 'existing',
          context: {
            ...{ correlationId: caseId, partitionKey: caseId, policyVersion: version.id },
            ...{ causationId: `policy-version/${version.id}`, actor: 'system:exception-request' },
            time: this.options.clock.now(),
          },
        },
      ],
      answer: () => null,
    };
  }

  private look(): void {
    if (!this.running || this.busy) return;
    this.busy = this.run()
      .catch(this.options.onFailure)
      .finally(() => {
        this.busy = undefined;
      });
  }
}
