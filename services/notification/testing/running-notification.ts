import type { LogName } from '@sightline/contracts';
import {
  HealthRegistry,
  openServiceDatabase,
  type AccessTokenVerifier,
  type ServiceDatabase,
} from '@sightline/service-kit';
import { testClock, type TestClock, type TestDatabase } from '@sightline/testing';
import { pino } from 'pino';
import { createNotificationModule, type NotificationService } from '../src/notification.module.js';
import { HandFedBus } from './hand-fed-bus.js';
import { RosterOfNames } from './roster-of-names.js';

export interface RunningNotification {
  readonly service: NotificationService;
  readonly bus: HandFedBus;
  readonly names: RosterOfNames;
  readonly clock: TestClock;
  readonly database: ServiceDatabase;
  stop(): Promise<void>;
}

/** The whole service over a real database and a real mail server, fed by hand, with a clock that a spec moves. */
export const runNotification = async (
  database: TestDatabase,
  {
    smtpUrl = null,
    clock = testClock(),
    names = new RosterOfNames(),
    positions = new Map<LogName, number>(),
  }: {
    smtpUrl?: string | null;
    clock?: TestClock;
    names?: RosterOfNames;
    positions?: Map<LogName, number>;
  } = {},
): Promise<RunningNotification> => {
  const bus = new HandFedBus(positions);
  let opened: ServiceDatabase | undefined;
  const service = await createNotificationModule(
    {
      service: 'notification',
      bus,
      clock,
      logger: pino({ level: 'silent' }),
      health: new HealthRegistry(),
      tokens: undefined as unknown as AccessTokenVerifier,
      people: names,
      requestWords: { requestWords: () => Promise.resolve(new Map()) },
      districtTimeZone: 'America/Chicago',
      publicUrl: 'https://sightline.example',
      openDatabase: async (schema) => {
        opened = await openServiceDatabase({
          url: database.url,
          applicationName: 'notification-spec',
          poolSizeMax: 6,
          ...schema,
        });
        return opened;
      },
    },
    { smtpUrl, mailFrom: 'Sightline <notices@district.example>' },
  );
  service.runtime.start();
  return {
    service,
    bus,
    names,
    clock,
    database: opened!,
    stop: async () => {
      await service.runtime.stop();
      await service.close();
    },
  };
};
