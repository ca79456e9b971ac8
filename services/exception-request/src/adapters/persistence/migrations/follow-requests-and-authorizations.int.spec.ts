import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@sightline/event-store';
import { newId, openServiceDatabase, type ServiceDatabase } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { authorizationsProjection } from '../../../read-models/authorizations/authorizations.projection.js';
import { requestsProjection } from '../../../read-models/requests/requests.projection.js';
import { CreateExceptionRequest1764000000000 } from './1764000000000-create-exception-request.js';
import { FollowRequestsAndAuthorizations1764100000000 } from './1764100000000-follow-requests-and-authorizations.js';

const [requestId, ownFamilyRequestId, authorizationId, coach, ann, ben, cem, school, recordId, formId] = Array.from(
  { length: 10 },
  () => newId(),
) as [string, string, string, string, string, string, string, string, string, string];
const [request, family, authorization] = [
  `request/${requestId}`,
  `request/${ownFamilyRequestId}`,
  `authorization/${authorizationId}`,
];

/** What a release before this migration has in its log. */
const log = (
  [
    [request, 1, 'request-not-required', { requestId, requesterId: coach, relations: [], othersRemain: true }],
    [
      request,
      2,
      'request-submitted',
      {
        ...{ requestId, submission: 1, kind: 'personal-phone', purpose: 'district', requesterId: coach },
        ...{ studentIds: [ann, ben], groupId: null, requesterBuildingIds: [school], studentBuildingIds: [school] },
        ...{ medium: 'text-message', from: '2026-09-15', until: '2026-11-30' },
        ...{ registerState: { districtFormId: formId, available: false }, words: { recordId, commitment: 'c0ffee' } },
      },
    ],
    [request, 3, 'request-approved', { requestId, submission: 1, roundId: newId(), authorizationId }],
    [
      authorization,
      1,
      'authorization-activated',
      {
        ...{ authorizationId, requestId, kind: 'personal-phone', staffId: coach, studentIds: [ann, ben] },
        ...{ groupId: null, medium: 'text-message', from: '2026-09-15', until: '2026-11-30', copiesRequired: true },
      },
    ],
    [authorization, 2, 'authorization-participants-changed', { authorizationId, joined: [cem], left: [ann] }],
    [authorization, 3, 'authorization-participants-changed', { authorizationId, joined: [ann], left: [cem] }],
    [
      family,
      1,
      'request-not-required',
      { requestId: ownFamilyRequestId, requesterId: coach, relations: [], othersRemain: false },
    ],
  ] as const
).map(([subject, subjectversion, name, data], index) => ({
  ...{ id: newId(), subject, subjectversion, data, causationid: 'spec', actor: 'system:spec', policyversion: 'P' },
  type: `sightline.exception-request.${name}.v1`,
  time: `2026-09-14T12:0${index}:00.000Z`,
  correlationid: requestId,
  partitionkey: requestId,
}));
const projections = [requestsProjection, authorizationsProjection];

/** The tables as the release before had them: without the columns that came later. */
const earlierRows = {
  requests: `request_id, case_id, status, submission, kind, purpose, requester_id, student_ids, own_family, group_id, medium,
    starts_on, ends_on, register_state, words_record_id, round_id, authorization_id, policy_version, created_at, updated_at`,
  authorizations: `authorization_id, request_id, case_id, status, kind, staff_id, student_ids, group_id, medium, starts_on, ends_on,
    copies_required, policy_version, activated_at, ended_at, end_kind`,
};

describe('the data folder of the release before', () => {
  let database: TestDatabase;
  let fresh: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    fresh = await testDatabase(`${import.meta.url}-fresh`);
  });
  afterAll(async () => {
    await database.drop();
    await fresh.drop();
  });

  const open = (url: string, ...migrations: (typeof CreateExceptionRequest1764000000000)[]): Promise<ServiceDatabase> =>
    openServiceDatabase({ url, applicationName: 'spec', poolSizeMax: 2, entities: [], migrations });
  const rowsOf = async ({ pool }: ServiceDatabase): Promise<unknown[]> => [
    ...(await pool.query('select * from requests order by request_id')).rows,
    ...(await pool.query('select * from authorizations order by authorization_id')).rows,
  ];

  it('gets the rows that a rebuild from its log would give', async () => {
    const rebuilt = await open(
      fresh.url,
      CreateExceptionRequest1764000000000,
      FollowRequestsAndAuthorizations1764100000000,
    );
    await inTransaction(rebuilt.pool, async (transaction) => {
      for (const { types, apply } of projections)
        await apply(
          transaction,
          log.filter(({ type }) => types.has(type)),
        );
    });
    const expected = await rowsOf(rebuilt);

    const before = await open(database.url, CreateExceptionRequest1764000000000);
    await before.pool.query(
      `insert into events (position, epoch, id, subject, subject_version, type, time, correlation_id, causation_id, actor,
         policy_version, partition_key, data)
       select position, 1, id, subject, subjectversion, type, time, correlationid, causationid, actor, policyversion, partitionkey, data
       from jsonb_to_recordset($1::jsonb) as event (position integer, id uuid, subject text, subjectversion integer, type text,
         time timestamptz, correlationid uuid, causationid text, actor text, policyversion text, partitionkey text, data jsonb)`,
      [JSON.stringify(log.map((event, index) => ({ position: index + 1, ...event })))],
    );
    await before.pool.query('insert into streams select subject, max(subject_version) from events group by subject');
    for (const [table, columns] of Object.entries(earlierRows)) {
      const { rows } = await rebuilt.pool.query<object>(`select ${columns} from ${table}`);
      await before.pool.query(
        `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [JSON.stringify(rows)],
      );
    }
    await before.close();

    const after = await open(
      database.url,
      CreateExceptionRequest1764000000000,
      FollowRequestsAndAuthorizations1764100000000,
    );
    expect(await rowsOf(after)).toEqual(expected);
    expect(expected).toHaveLength(3);
    await after.close();
    await rebuilt.close();
  });
});
