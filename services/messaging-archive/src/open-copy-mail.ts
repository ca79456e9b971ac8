import type { UnitOfWork } from '@sightline/event-store';
import type { ServiceContext } from '@sightline/service-kit';
import type pg from 'pg';
import { mailCommunication } from './adapters/formats/eml/read-mail.js';
import { CopyMailServer } from './adapters/smtp/copy-mail-server.js';
import { MailBatcher } from './application/mail/mail-batcher.js';
import { TakeMails } from './application/mail/take-mail.js';
import type { OpenedArchive } from './open-archive.js';
import { authorizationsByAddress } from './read-models/copy-addresses/copy-addresses.projection.js';

/** The archive's mail server (C7). It listens once it is told to. */
export function openCopyMail(
  { clock, logger }: ServiceContext,
  pool: pg.Pool,
  { intake, names, policyInForce, settings }: OpenedArchive,
  record: (unit: UnitOfWork) => Promise<unknown>,
) {
  const { mail } = settings;
  const takes = new TakeMails({
    ...{ intake, names, record, policyInForce, clock, authservId: mail.authservId },
    authorizationsByAddress: (hashes) => authorizationsByAddress(pool, hashes),
    readMail: mailCommunication,
  });
  const batcher = new MailBatcher((mails) => takes.take(mails));
  const server = new CopyMailServer({
    ...{ host: mail.host, port: mail.port ?? 0, domain: mail.domain, file: batcher.file, clock },
    onFailure: (error) => logger.error({ err: error }, 'a copy could not be kept; its sender was asked to come again'),
  });
  return {
    /** @returns the port; null where no mail is taken */
    async listen(): Promise<number | null> {
      if (mail.port === null) return null;
      try {
        return await server.listen();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
        return server.listen(0);
      }
    },
    async close(): Promise<void> {
      await server.close();
      await batcher.idle();
    },
  };
}
