import type { UnitOfWork } from '@sightline/event-store';
import { newId, type Clock } from '@sightline/service-kit';
import { bounceDecider } from '../../domain/index.js';
import type { ArchiveIntake, IncomingCopy } from '../archive-intake.js';
import type { CopyAddressNames } from '../copy-addresses/copy-address-names.js';
import { deliveryReport, isVerified, senderCheck, type IncomingMail } from './incoming-mail.js';
import { readCopy, type MailReader } from './read-copy.js';

export interface TakeMailParts {
  readonly intake: ArchiveIntake;
  readonly names: CopyAddressNames;
  /** Authorizations of the addresses in use, by the hash of the local part in hex. */
  readonly authorizationsByAddress: (hashes: readonly Buffer[]) => Promise<ReadonlyMap<string, string>>;
  readonly readMail: MailReader;
  readonly record: (unit: UnitOfWork) => Promise<unknown>;
  readonly policyInForce: () => Promise<string>;
  readonly clock: Clock;
  /** The name under which our own receiving server writes its results; null where there is none. */
  readonly authservId: string | null;
}

/** Stands for an address that nobody has: what came to it is kept apart, whoever it says it is from. */
const noAuthorization = '00000000-0000-0000-0000-000000000000';

const bounce = /^bounce\+([A-Za-z0-9._-]{1,200})$/i;

/** The local part without what follows a plus. */
const localPartOf = (address: string): string => address.slice(0, address.lastIndexOf('@'));
const withoutTag = (localPart: string): string => localPart.split('+')[0]!.toLowerCase();

/** Files a batch of mails (C7): a copy for each copy address, and what a mail server reports about a notice (C6). */
export class TakeMails {
  constructor(private readonly parts: TakeMailParts) {}

  /** Durable when it resolves, all of them; on a failure none is answered as taken. */
  async take(mails: readonly IncomingMail[]): Promise<void> {
    const { intake, names, authorizationsByAddress } = this.parts;
    const addressed = mails.flatMap((mail) =>
      [...new Set(mail.recipients.map(localPartOf))].map((localPart) => ({ mail, localPart })),
    );
    const reports = addressed.filter(({ localPart }) => bounce.test(localPart));
    const copies = addressed.filter(({ localPart }) => !bounce.test(localPart));
    const hashes = await Promise.all(copies.map(({ localPart }) => names.hashOfLocalPart(withoutTag(localPart))));
    const authorizations = hashes.length === 0 ? new Map<string, string>() : await authorizationsByAddress(hashes);
    const read = new Map<IncomingMail, Promise<Awaited<ReturnType<typeof readCopy>>>>();
    const incoming: IncomingCopy[] = [];
    for (const [index, { mail }] of copies.entries()) {
      if (!read.has(mail)) read.set(mail, readCopy(mail.bytes, this.parts.readMail));
      const check = senderCheck(mail.bytes, this.parts.authservId);
      incoming.push({
        communication: await read.get(mail)!,
        original: { bytes: mail.bytes },
        originalMediaType: 'message/rfc822',
        receivedAt: mail.receivedAt,
        by: 'smtp',
        importId: null,
        authorizationId: authorizations.get(hashes[index]!.toString('hex')) ?? noAuthorization,
        staffId: null,
        actor: 'system:messaging-archive',
        unverified: !isVerified(check),
        facts: { ...check, envelopeFrom: mail.envelopeFrom, remoteAddress: mail.remoteAddress },
      });
    }
    for (let from = 0; from < incoming.length; from += 500) await intake.take(incoming.slice(from, from + 500));
    for (const { mail, localPart } of reports) await this.report(mail, bounce.exec(localPart)![1]!);
  }

  private async report(mail: IncomingMail, token: string): Promise<void> {
    const report = deliveryReport(mail.bytes);
    if (!report) return;
    const id = newId();
    await this.parts.record({
      commands: [
        {
          subject: `bounce/${id}`,
          decider: bounceDecider,
          command: { type: 'note', bounceToken: token, ...report },
          expect: 'new',
          context: {
            ...{ correlationId: id, causationId: id, partitionKey: id, actor: 'system:messaging-archive' },
            policyVersion: await this.parts.policyInForce(),
            time: this.parts.clock.now(),
          },
        },
      ],
      answer: () => null,
    });
  }
}
