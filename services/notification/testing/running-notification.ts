import type { LogName } from '@sightline/contracts';
import { runService, type RunningService } from '@sightline/service-kit/testing';
import { testClock, type TestClock, type TestDatabase } from '@sightline/testing';
import { createNotificationModule, type NotificationService } from '../src/notification.module.js';
import { plainMailSettings } from '../src/adapters/smtp/mail-settings.js';
import type { TextSettings } from '../src/adapters/sms/text-settings.js';
import { RosterOfNames } from './roster-of-names.js';

export interface RunningNotification extends RunningService<NotificationService> {
  readonly names: RosterOfNames;
  readonly clock: TestClock;
}

/** The whole service over a real database and a real mail server, fed by hand, with a clock that a spec moves. */
export const runNotification = async (
  database: TestDatabase,
  {
    smtpUrl = null,
    clock = testClock(),
    names = new RosterOfNames(),
    positions = new Map<LogName, number>(),
    texts = null,
    bounceDomain = null,
  }: {
    smtpUrl?: string | null;
    clock?: TestClock;
    names?: RosterOfNames;
    positions?: Map<LogName, number>;
    texts?: TextSettings | null;
    bounceDomain?: string | null;
  } = {},
): Promise<RunningNotification> => {
  const running = await runService(
    'notification',
    database.url,
    (context) =>
      createNotificationModule(context, {
        ...{ smtpUrl, mailFrom: 'Sightline <notices@district.example>', officePhone: '555-0100', texts },
        mail: { ...plainMailSettings, bounceDomain },
      }),
    { clock, positions, people: names },
  );
  return { ...running, names, clock };
};
