import type { PolicyBook } from '@sightline/policy';
import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { districtFormDecider, type DistrictFormCommand } from '../domain/index.js';

export interface FormChange {
  readonly actor: string;
  readonly idempotency: UnitOfWork['idempotency'];
}

/** What forms are called: words, which no event carries. */
export interface DistrictFormNames {
  keep(districtFormId: string, name: string): Promise<void>;
  /** Of a form that was not registered after all. */
  forget(districtFormId: string): Promise<void>;
}

/** Keeps the register of district forms (C2). */
export class ChangeDistrictFormsHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly names: DistrictFormNames,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async register(
    form: {
      readonly kind: string;
      readonly name: string;
      readonly buildingIds: readonly string[];
      readonly available: boolean;
    },
    change: FormChange,
  ): Promise<UnitResult<{ id: string }>> {
    const id = newId();
    await this.names.keep(id, form.name);
    const { kind: formKind, buildingIds, available } = form;
    const command = { kind: 'register', districtFormId: id, formKind, buildingIds, available } as const;
    const result = await this.execute(command, change, 'new');
    if (result.outcome !== 'accepted') await this.names.forget(id);
    return result;
  }

  changeAvailability(
    districtFormId: string,
    available: boolean,
    from: Date | undefined,
    change: FormChange,
  ): Promise<UnitResult<{ id: string }>> {
    return this.execute(
      { kind: 'change-availability', districtFormId, available, from: (from ?? this.clock.now()).toISOString() },
      change,
      'existing',
    );
  }

  private async execute(
    command: DistrictFormCommand,
    { actor, idempotency }: FormChange,
    expect: 'new' | 'existing',
  ): Promise<UnitResult<{ id: string }>> {
    const id = command.districtFormId;
    return this.runtime.execute({
      commands: [
        {
          subject: `district-form/${id}`,
          decider: districtFormDecider,
          command,
          expect,
          context: {
            correlationId: id,
            causationId: newId(),
            actor,
            policyVersion: (await this.policies.inForce(this.today())).id,
            partitionKey: id,
            time: this.clock.now(),
          },
        },
      ],
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ id }),
    });
  }
}
