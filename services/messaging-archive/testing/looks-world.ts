import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import type { PersonDetails, RosterRole } from '@sightline/contracts';
import { livePolicyBook } from '@sightline/relations';
import { dateInZone, newId } from '@sightline/service-kit';
import { runService, serviceOverHttp, unplacedEvent, type ServiceOverHttp } from '@sightline/service-kit/testing';
import { testClock, testDatabase } from '@sightline/testing';
import { pino } from 'pino';
import { DATABASE } from '../src/adapters/http/access-grants.controller.js';
import { createMessagingArchiveModule } from '../src/messaging-archive.module.js';
import { looksControllers, openLooks } from '../src/open-looks.js';
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
  // It would wait for ever to break the seals of messages that a spec put there unsealed.
  await archive.service.searchIndex.stop();
  const messages = new ArchivedMessages(pool);
  const policies = livePolicyBook(pool, clock, () => dateInZone(clock.now(), districtTimeZone));
  const looks = openLooks(
    { clock, districtTimeZone, logger: pino({ level: 'silent' }) },
    { pool, people, policies, opener: messages, runtime: () => archive.service.runtime },
  );
  const module: DynamicModule = {
    module: LooksModule,
    controllers: [...looksControllers],
    providers: [{ provide: DATABASE, useValue: pool }, ...looks.providers],
  };
  const http: ServiceOverHttp = await serviceOverHttp('messaging-archive', module);
  let serial = 0;

  return {
    ...{ archive, pool, clock, messages, http, indexer: looks.searchIndex, details },

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
      await archive.stop();
      await database.drop();
    },
  };
}

export type LooksWorld = Awaited<ReturnType<typeof looksWorld>>;
