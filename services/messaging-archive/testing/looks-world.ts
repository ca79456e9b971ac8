import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import type { PersonDetails, RosterRole } from '@sightline/contracts';
import { livePolicyBook } from '@sightline/relations';
import { dateInZone, newId } from '@sightline/service-kit';
import { runService, serviceOverHttp, unplacedEvent, type ServiceOverHttp } from '@sightline/service-kit/testing';
import { testClock, testDatabase } from '@sightline/testing';
import { htmlText } from '../src/adapters/display/html-text.js';
import { DATABASE } from '../src/adapters/http/access-grants.controller.js';
import { LOOK_AT_MESSAGES, SEARCH_MESSAGES } from '../src/adapters/http/archive-tokens.js';
import { MessagesController } from '../src/adapters/http/messages.controller.js';
import { PostgresSearchIndex } from '../src/adapters/persistence/postgres-search-index.js';
import { termsOfWord } from '../src/adapters/search/stemmed-terms.js';
import { DiscloseMessages } from '../src/application/looks/disclose-messages.js';
import { IndexMessagesWorker } from '../src/application/looks/index-messages.worker.js';
import { LookAtMessages } from '../src/application/looks/look-at-messages.js';
import { SearchMessages } from '../src/application/looks/search-messages.js';
import { createMessagingArchiveModule } from '../src/messaging-archive.module.js';
import { ArchivedMessages } from './archived-messages.js';
import { authorizationActivated, personRegistered, sampleAuthorization, supervisorChanged } from './sample-events.js';

export interface KnownPerson {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly phone: string;
}

const districtTimeZone = 'America/Chicago';

@Module({})
class LooksModule {}

/** A district in which everybody who could look at a message exists, over a real database. */
export async function looksWorld(specUrl: string) {
  const clock = testClock();
  const database = await testDatabase(specUrl);
  const details = new Map<string, PersonDetails>();
  const people = {
    people: (ids: readonly string[]) =>
      Promise.resolve(new Map(ids.flatMap((id) => (details.has(id) ? [[id, details.get(id)!] as const] : [])))),
    places: () => Promise.resolve(new Map()),
    find: () => Promise.resolve(undefined),
    search: () => Promise.resolve([]),
  };
  const archive = await runService('messaging-archive', database.url, createMessagingArchiveModule, { clock, people });
  const { pool } = archive.database;
  const messages = new ArchivedMessages(pool);
  const looking = { database: pool, people, clock, districtTimeZone };
  const policies = livePolicyBook(pool, clock, () => dateInZone(clock.now(), districtTimeZone));
  const disclosures = new DiscloseMessages(archive.service.runtime, clock, districtTimeZone, policies);
  const looks = new LookAtMessages(looking, messages, disclosures, htmlText);
  const indexer = new IndexMessagesWorker({
    ...{ index: new PostgresSearchIndex(pool), opener: messages, keys: messages, termsOfWord, htmlText, pollMs: 1e6 },
    onFailure: (error) => {
      throw error;
    },
  });
  const module: DynamicModule = {
    module: LooksModule,
    controllers: [MessagesController],
    providers: [
      { provide: DATABASE, useValue: pool },
      { provide: LOOK_AT_MESSAGES, useValue: looks },
      {
        provide: SEARCH_MESSAGES,
        useValue: new SearchMessages(looking, looks, messages, disclosures, termsOfWord),
      },
    ],
  };
  const http: ServiceOverHttp = await serviceOverHttp('messaging-archive', module);
  const service: ServiceOverHttp = await serviceOverHttp('messaging-archive', archive.service.module);
  let serial = 0;

  return {
    ...{ archive, pool, clock, messages, http, service, indexer, details },

    /** Somebody on the roster. */
    async person(
      givenName: string,
      familyName: string,
      role: RosterRole,
      { adult }: { readonly adult?: boolean } = {},
    ): Promise<KnownPerson> {
      serial += 1;
      const id = newId();
      const username = `${givenName}.${familyName}`.toLowerCase().replace(/[^a-z.]/gu, '');
      const person = {
        ...{ id, givenName, familyName, email: `${username}@mail.example` },
        phone: `+1555010${String(1000 + serial)}`,
      };
      details.set(id, {
        ...{ personId: id, sourcedId: `sourced-${serial}`, username, displayName: `${givenName} ${familyName}` },
        ...{ givenName, familyName, email: person.email, phone: person.phone, language: 'en', roles: [role] },
        ...(adult === undefined ? {} : { adult }),
      });
      await archive.bus.feed(personRegistered(id, `sourced-${serial}`, [{ role }]));
      return person;
    },

    async guardians(studentId: string, ...guardianIds: readonly string[]): Promise<void> {
      await archive.bus.feed(
        unplacedEvent('sightline.directory.guardians-changed.v1', `guardianship/${studentId}`, {
          ...{ studentId, guardianIds },
        }),
      );
    },

    async restrict(
      studentId: string,
      guardianId: string,
      kind: 'records' | 'contact' | 'address',
      from = '2020-01-01',
    ): Promise<void> {
      const restrictionId = newId();
      await archive.bus.feed(
        unplacedEvent('sightline.directory.restriction-recorded.v1', `restriction/${restrictionId}`, {
          ...{ restrictionId, studentId, guardianId, kinds: [kind], from, until: null },
        }),
      );
    },

    supervise: (staffId: string, supervisorId: string | null): Promise<void> =>
      archive.bus.feed(supervisorChanged(staffId, supervisorId)),

    async authorization(staffId: string, studentIds: readonly string[]) {
      const authorization = sampleAuthorization(staffId);
      await archive.bus.feed(authorizationActivated(authorization, { studentIds: [...studentIds] }));
      return authorization;
    },

    async stop(): Promise<void> {
      await http.close();
      await service.close();
      await archive.stop();
      await database.drop();
    },
  };
}

export type LooksWorld = Awaited<ReturnType<typeof looksWorld>>;
