import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId, openServiceDatabase, type ServiceDatabase } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { NoticesAndDeliveries1764000000000 } from './1764000000000-notices-and-deliveries.js';
import { OccasionsAndAlerts1764100000000 } from './1764100000000-occasions-and-alerts.js';
import { ContactChannels1764200000000 } from './1764200000000-contact-channels.js';
import { LettersAndBounces1764400000000 } from './1764400000000-letters-and-bounces.js';
import { BounceKey1764400000001 } from './1764400000001-bounce-key.js';
import { TextReplies1764400000002 } from './1764400000002-text-replies.js';
import { LinkPersons1764600000000 } from './1764600000000-link-persons.js';

const before = [
  NoticesAndDeliveries1764000000000,
  OccasionsAndAlerts1764100000000,
  ContactChannels1764200000000,
  LettersAndBounces1764400000000,
  LinkPersons1764600000000,
  BounceKey1764400000001,
];

let database: TestDatabase;
let now: ServiceDatabase | undefined;
const mother = newId();

const open = (migrations: NonNullable<Parameters<typeof openServiceDatabase>[0]['migrations']>) =>
  openServiceDatabase({
    ...{ url: database.url, applicationName: 'releases', poolSizeMax: 2, entities: [] },
    migrations,
  });

beforeAll(async () => {
  database = await testDatabase(import.meta.url);
  const old = await open(before);
  await old.pool.query('insert into text_numbers values ($1, $2)', [Buffer.from('fingerprint'), mother]);
  await old.close();
  now = await open([...before, TextReplies1764400000002]);
});
afterAll(async () => {
  await now?.close();
  await database.drop();
});

it('the release before, which kept no replies, is added to: whom it wrote to is known still', async () => {
  const { rows } = await now!.pool.query(
    `select person_id, (select count(*)::integer from text_replies) as replies from text_numbers`,
  );
  expect(rows).toEqual([{ person_id: mother, replies: 0 }]);
  await now!.pool.query(
    `insert into text_replies (reply_id, status, received_at, person_ids, building_ids, words_record_id)
     values ($1, 'open', now(), array[$1::uuid], '{}', $1)`,
    [mother],
  );
});
