import {
  openServiceDatabase,
  type ServiceDatabase,
  type ServiceDatabaseOptions,
} from '../database/service-database.js';

const delayMsMax = 5_000;
/** Nobody answers, or who answers cannot serve yet: the classes 08, 53 and 57 of PostgreSQL's error codes, and those of sockets. */
const passingFault = /^(08...|53...|57P0.|ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE)/;

const mayPass = (error: unknown): boolean => {
  const { code, errors } = error as { code?: unknown; errors?: readonly unknown[] };
  if (typeof code === 'string' && passingFault.test(code)) return true;
  return errors?.some(mayPass) ?? false;
};

/**
 * Opens a database that may still be on its way up: asks again after 100 ms, then ever less often, at least every 5 seconds.
 * @param onWaiting told of each vain try
 * @throws whatever will not pass by waiting: a wrong password, a migration that fails
 */
export async function openDatabasePatiently(
  options: ServiceDatabaseOptions,
  onWaiting: (error: Error) => void,
): Promise<ServiceDatabase> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await openServiceDatabase(options);
    } catch (error) {
      if (!mayPass(error)) throw error;
      onWaiting(error as Error);
      await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** Math.min(tries, 10), delayMsMax)));
    }
  }
}
