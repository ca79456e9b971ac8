import { InvalidEnvironment, requiredVariable, runService } from '@sightline/service-kit';
import { readMailSettings } from './adapters/smtp/mail-settings.js';
import { createNotificationModule } from './notification.module.js';
import { readTextSettings } from './adapters/sms/text-settings.js';

/** `off` keeps every mail waiting. */
const readSmtpUrl = (environment: NodeJS.ProcessEnv): string | null => {
  const url = requiredVariable(environment, 'SMTP_URL');
  if (url !== 'off' && !/^smtps?:\/\/./.test(url))
    throw new InvalidEnvironment('SMTP_URL must begin with smtp:// or smtps://, or be off');
  return url === 'off' ? null : url;
};

await runService({
  service: 'notification',
  publishes: true,
  create: (context, environment) =>
    createNotificationModule(context, {
      smtpUrl: readSmtpUrl(environment),
      mailFrom: requiredVariable(environment, 'MAIL_FROM'),
      mail: readMailSettings(environment),
      officePhone: environment['OFFICE_PHONE'] || null,
      texts: readTextSettings(environment),
    }),
});
