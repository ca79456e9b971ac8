import { Inject, Injectable } from '@nestjs/common';
import type { MediumAudience } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import { answerOf, type PersonCaller } from '@sightline/service-kit';
import { childrenOnWhoseBehalf, reachOf } from '../../read-models/registered-media/media-reach.query.js';
import { resolveAudience, type NamedAudience } from '../../read-models/registered-media/media-audience.query.js';
import { listRegisteredMedia, type MediumListed } from '../../read-models/registered-media/registered-media.query.js';
import { callerPosition } from './caller-position.js';
import { DATABASE, TODAY } from './directory-tokens.js';

export interface RegisterQuestion {
  readonly id?: string;
  readonly person?: string;
  readonly student?: string;
  readonly finding?: boolean;
  readonly before?: string;
  readonly limit: number;
}

const mayRead = (relation: Relation): boolean => mayAccess('registered-medium', 'read', new Set([relation]));

/** Reads the register of media as the caller may see it: the one place that works out how the caller stands (C9). */
@Injectable()
export class MediaRegister {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(TODAY) private readonly today: () => string,
  ) {}

  /** @throws Problem not-found when the caller is not on the roster */
  async list(caller: PersonCaller, question: RegisterQuestion): Promise<readonly MediumListed[]> {
    const { position, relations } = await callerPosition(this.database, caller);
    const children = mayRead('guardian-of-student')
      ? await childrenOnWhoseBehalf(this.database, caller.personId, this.today())
      : [];
    const asked = question.student === undefined ? undefined : await this.student(question.student);
    if (question.student !== undefined && asked === undefined) return [];
    // Somebody else's child is no question for a guardian: the answer would tell with whom the own child shares a group.
    const reach = await reachOf(this.database, asked ? children.filter((child) => child === asked) : children);
    const principalOf = (position?.roles ?? []).flatMap(({ role, buildingId }) =>
      role === 'principal' && buildingId !== null ? [buildingId] : [],
    );
    return listRegisteredMedia(
      this.database,
      {
        personId: caller.personId,
        self: mayRead('self'),
        supervisor: mayRead('supervisor-of-staff'),
        buildingSourcedIds: mayRead('principal-of-building') ? await this.sourcedIdsOf(principalOf) : [],
        everything: relations.has('auditor') && mayRead('auditor'),
        reach,
      },
      {
        limit: question.limit,
        ...(question.id === undefined ? {} : { id: question.id }),
        ...(question.person === undefined ? {} : { staff: question.person }),
        ...(asked === undefined
          ? {}
          : { reachedIds: (await reachOf(this.database, [asked])).map(({ reachedId }) => reachedId) }),
        ...(question.finding === undefined ? {} : { finding: question.finding }),
        ...(question.before === undefined ? {} : { before: question.before }),
      },
    );
  }

  /** The ids behind what a member of staff names. @throws Problem when something is unknown at the buildings of the caller */
  async audience(caller: PersonCaller, named: NamedAudience): Promise<MediumAudience> {
    const { position } = await callerPosition(this.database, caller);
    const audience = await resolveAudience(this.database, position?.staffBuildingIds ?? [], named);
    if (!('unknown' in audience)) return audience;
    return answerOf({
      outcome: 'refused',
      refusal: {
        refused: 'unknown-audience',
        clause: 'C9',
        field: audience.unknown,
        detail: `Some of the ${audience.unknown} are not known at the buildings where you work.`,
        remedy: 'Name them by the id or sourcedId that the roster gives.',
      },
    });
  }

  private async student(named: string): Promise<string | undefined> {
    const { rows } = await this.database.query<{ id: string }>(
      'select id from people where active and (sourced_id = $1 or id::text = lower($1)) limit 1',
      [named],
    );
    return rows[0]?.id;
  }

  private async sourcedIdsOf(buildingIds: readonly string[]): Promise<readonly string[]> {
    if (buildingIds.length === 0) return [];
    const { rows } = await this.database.query<{ sourced_id: string }>(
      'select sourced_id from buildings where id = any($1::uuid[])',
      [buildingIds],
    );
    return rows.map(({ sourced_id }) => sourced_id);
  }
}
