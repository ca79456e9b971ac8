import { Inject, Injectable } from '@nestjs/common';
import { OwnerUnavailable, type CopyAddressReader, type PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess } from '@sightline/policy';
import { dateInZone, isUuid, notFound, type PersonCaller } from '@sightline/service-kit';
import type { FastifyReply } from 'fastify';
import {
  findAuthorization,
  ownChildren,
  type SeenAuthorization,
} from '../../read-models/authorizations/authorizations.queries.js';
import { reviewsOf } from '../../read-models/reviews/reviews.queries.js';
import { etagOf } from './asked-by.js';
import { authorizationResource } from './authorization.resource.js';
import { COPY_ADDRESSES, DATABASE, DISTRICT_TIME_ZONE, PEOPLE } from './exception-request-tokens.js';
import { namedReferencesTo, referencesTo, type Reference } from './references.js';

/** Authorizations as a caller may see them: a guardian of the students their own alone (C9). */
@Injectable()
export class AuthorizationViews {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
    @Inject(COPY_ADDRESSES) private readonly copyAddresses: CopyAddressReader | null,
    @Inject(DISTRICT_TIME_ZONE) private readonly districtTimeZone: string,
  ) {}

  /** @throws Problem when there is nothing here for the caller */
  async visible(
    caller: PersonCaller,
    by: { readonly authorizationId: string } | { readonly requestId: string },
  ): Promise<SeenAuthorization> {
    const [id] = Object.values(by);
    const row = isUuid(id!) ? await findAuthorization(this.database, by, caller.personId) : undefined;
    if (!row) throw notFound();
    return row;
  }

  async show(caller: PersonCaller, authorizationId: string, reply: FastifyReply): Promise<object> {
    const row = await this.visible(caller, { authorizationId: authorizationId.toLowerCase() });
    void reply.header('etag', etagOf(row.version));
    const [referTo, places, children, reviews, copyAddress] = await Promise.all([
      namedReferencesTo(this.database, this.people, peopleIn(row)),
      this.people.places(row.group_id === null ? [] : [row.group_id]),
      ownChildren(this.database, caller.personId),
      reviewsOf(this.database, row.authorization_id),
      this.copyAddressOf(row),
    ]);
    return {
      ...authorizationResource(row, referTo, this.shownIds(row, children, undefined), seesAll(row)),
      ...copyAddress,
      groupTitle: places.get(row.group_id ?? '')?.name ?? null,
      ...(seesAll(row)
        ? {
            reviews: reviews.map(({ review_id, status, reason, change, clause, requested_at, closed_at }) => ({
              ...{ id: review_id, status, reason, change, clause },
              ...{ requestedAt: requested_at, closedAt: closed_at },
            })),
          }
        : {}),
    };
  }

  /** C7: shown to whoever sends the copies and whoever reads them; null where there is none, or where its owner does not answer. */
  private async copyAddressOf({ authorization_id: id, caller_relations }: SeenAuthorization): Promise<object> {
    if (!mayAccess('copy-address', 'read', new Set(caller_relations))) return {};
    const known = await this.copyAddresses?.copyAddresses([id]).catch((error: unknown) => {
      if (error instanceof OwnerUnavailable) return undefined;
      throw error;
    });
    const found = known?.get(id);
    return { copyAddress: found ? { id: found.copyAddressId, address: found.address } : null };
  }

  /** @param at the day as of which the students are shown; today when undefined */
  async list(caller: PersonCaller, rows: readonly SeenAuthorization[], at: string | undefined): Promise<object[]> {
    const [referTo, children]: [(id: string) => Reference, ReadonlySet<string>] = await Promise.all([
      referencesTo(this.database, rows.flatMap(peopleIn)),
      ownChildren(this.database, caller.personId),
    ]);
    return rows.map((row) => authorizationResource(row, referTo, this.shownIds(row, children, at), seesAll(row)));
  }

  private shownIds(row: SeenAuthorization, children: ReadonlySet<string>, at: string | undefined): string[] {
    const dayOf = (moment: string): string => dateInZone(new Date(moment), this.districtTimeZone);
    const present =
      at === undefined
        ? row.student_ids
        : row.stints.flatMap(({ studentId, from, to }) =>
            dayOf(from) <= at && (to === null || dayOf(to) >= at) ? [studentId] : [],
          );
    return [...new Set(present)].filter((id) => seesAll(row) || children.has(id));
  }
}

/** Every relation but a guardian's opens all students. */
const seesAll = ({ caller_relations }: SeenAuthorization): boolean =>
  caller_relations.some((relation) => relation !== 'guardian-of-student');

const peopleIn = (row: SeenAuthorization): readonly string[] => [
  row.staff_id,
  ...row.ever_student_ids,
  ...row.own_family.map(({ studentId }) => studentId),
];
