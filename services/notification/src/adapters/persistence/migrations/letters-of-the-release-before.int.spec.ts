import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId, openServiceDatabase, type ServiceDatabase } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { NoticesAndDeliveries1764000000000 } from './1764000000000-notices-and-deliveries.js';
import { OccasionsAndAlerts1764100000000 } from './1764100000000-occasions-and-alerts.js';
import { ContactChannels1764200000000 } from './1764200000000-contact-channels.js';
import { LettersAndBounces1764400000000 } from './1764400000000-letters-and-bounces.js';

const before = [NoticesAndDeliveries1764000000000, OccasionsAndAlerts1764100000000, ContactChannels1764200000000];
const time = '2026-09-14T12:00:00.000Z';

let database: TestDatabase;
let now: ServiceDatabase | undefined;
const unreached = newId();

const open = (migrations: NonNullable<Parameters<typeof openServiceDatabase>[0]['migrations']>) =>
  openServiceDatabase({
    ...{ url: database.url, applicationName: 'releases', poolSizeMax: 2, entities: [] },
    migrations,
  });

beforeAll(async () => {
  database = await testDatabase(import.meta.url);
  const old = await open(before);
  const authorization = async (endedAt: string | null): Promise<string> => {
    const id = newId();
    await old.pool.query(
      `insert into authorizations (authorization_id, request_id, case_id, policy_version, kind, staff_id, medium, starts_on,
         ends_on, activated_at, ended_at, joined_set)
       values ($1, $1, $1, 'p4650-2017-03', 'outside-channel', $1, 'text-message', '2026-09-15', '2027-06-30', $2, $3, $1)`,
      [id, time, endedAt],
    );
    return id;
  };
  const notice = async (noticeId: string, authorizationId: string, status: string, failure: string | null) => {
    await old.pool.query(
      `insert into notices (notice_id, authorization_id, case_id, opened_by, guardian_id, student_ids, occasion, status, failure,
         created_at, failed_at) values ($1, $2, $2, $1, $1, array[$1::uuid], 'approval', $3, $4, $5, $5)`,
      [noticeId, authorizationId, status, failure, time],
    );
    await old.pool.query(
      `insert into deliveries (delivery_id, kind, next_attempt_at, outcome) values ($1, 'notice', $2, $3)`,
      [noticeId, time, status],
    );
  };
  const inForce = await authorization(null);
  await notice(unreached, inForce, 'undeliverable', 'no-address');
  await notice(newId(), inForce, 'undeliverable', 'not-entitled');
  await notice(newId(), inForce, 'delivered', null);
  await notice(newId(), await authorization(time), 'undeliverable', 'no-address');
  await old.close();
  now = await open([...before, LettersAndBounces1764400000000]);
});
afterAll(async () => {
  await now?.close();
  await database.drop();
});

it('families whom nothing reached in the release before get a letter, while the authorization is in force', async () => {
  const { rows } = await now!.pool.query('select notice_id, status, batch_id from letters');
  expect(rows).toEqual([{ notice_id: unreached, status: 'waiting', batch_id: null }]);
  await now!.pool.query(`update deliveries set channel = 'letter' where delivery_id = $1`, [unreached]);
});
