import { Module, type DynamicModule } from '@nestjs/common';
import type { Projection } from '@sightline/event-store';
import { livePolicyBook } from '@sightline/relations';
import { dateInZone, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import {
  CONTACT_PREFERENCES,
  ContactPreferencesController,
  type ContactPreferencesSource,
} from './adapters/http/contact-preferences.controller.js';
import {
  NOTICE_PREVIEW,
  NoticePreviewController,
  type NoticePreviewSource,
} from './adapters/http/notice-preview.controller.js';
import { LETTERS, LettersController, type LettersSource } from './adapters/http/letters.controller.js';
import { NOTICES, NoticesController, type NoticesSource } from './adapters/http/notices.controller.js';
import {
  TEXT_MESSAGES,
  TextMessagesController,
  type TextMessagesSource,
} from './adapters/http/text-messages.controller.js';
import {
  TEXT_REPLIES,
  TextRepliesController,
  type TextRepliesSource,
} from './adapters/http/text-replies.controller.js';
import { actInTransaction } from './adapters/persistence/act-in-transaction.js';
import { NoticesAndDeliveries1764000000000 } from './adapters/persistence/migrations/1764000000000-notices-and-deliveries.js';
import { OccasionsAndAlerts1764100000000 } from './adapters/persistence/migrations/1764100000000-occasions-and-alerts.js';
import { ContactChannels1764200000000 } from './adapters/persistence/migrations/1764200000000-contact-channels.js';
import { PdfLetterWriter } from './adapters/letters/pdf-letter-writer.js';
import { LettersAndBounces1764400000000 } from './adapters/persistence/migrations/1764400000000-letters-and-bounces.js';
import { BounceKey1764400000001 } from './adapters/persistence/migrations/1764400000001-bounce-key.js';
import { TextReplies1764400000002 } from './adapters/persistence/migrations/1764400000002-text-replies.js';
import { bounceKey, PostgresMailBounces, rememberCompanions } from './adapters/persistence/postgres-mail-bounces.js';
import { PostgresLetters } from './adapters/persistence/postgres-letters.js';
import { queueLettersProjection } from './adapters/persistence/queue-letters.projection.js';
import { PostgresDeliveryQueue } from './adapters/persistence/postgres-delivery-queue.js';
import { PostgresCarrierReports } from './adapters/persistence/postgres-carrier-reports.js';
import { PostgresDueOccasions } from './adapters/persistence/postgres-due-occasions.js';
import { PostgresReplyHours } from './adapters/persistence/postgres-reply-hours.js';
import { PostgresTextNumbers } from './adapters/persistence/postgres-text-numbers.js';
import { foreignProjections } from './adapters/persistence/foreign-projections.js';
import { queueDeliveriesProjection } from './adapters/persistence/queue-deliveries.projection.js';
import { LinkPersons1764600000000 } from './adapters/persistence/migrations/1764600000000-link-persons.js';
import { isSignedByTwilio } from './adapters/sms/twilio-signature.js';
import { TwilioTextSender } from './adapters/sms/twilio-text-sender.js';
import { BounceAddresses } from './adapters/smtp/bounce-addresses.js';
import { plainMailSettings, type MailSettings } from './adapters/smtp/mail-settings.js';
import { SmtpMailSender } from './adapters/smtp/smtp-mail-sender.js';
import { icuWording } from './adapters/wording/icu-wording.js';
import { answerReply } from './application/answer-reply.js';
import { AnswerTextReplyHandler } from './application/answer-text-reply.handler.js';
import { ChangeContactPreferencesHandler } from './application/change-contact-preferences.handler.js';
import { deliveryWorkers } from './application/delivery-workers.js';
import { DueWorker } from './application/due.worker.js';
import { parseMailbox } from './application/mail-address.js';
import { batchLetters, printLetters, type LettersToPrint } from './application/print-letters.js';
import { ReceiveTextReplyHandler } from './application/receive-text-reply.handler.js';
import { RecordLettersPostedHandler } from './application/record-letters-posted.handler.js';
import { settleMailBounces } from './application/settle-mail-bounces.js';
import { settleCarrierReports } from './application/settle-carrier-reports.js';
import { reopenWithAddress, tellAfterLapse, tellStudentsOfAge } from './application/tell-what-is-due.js';
import { whenAbsenceDeclared } from './application/when-absence-declared.reaction.js';
import { whenAuthorizationActivated } from './application/when-authorization-activated.reaction.js';
import { whenAuthorizationEnded } from './application/when-authorization-ended.reaction.js';
import { whenAuthorizationMoved } from './application/when-authorization-moved.reaction.js';
import { whenAuthorizationParticipantsChanged } from './application/when-authorization-participants-changed.reaction.js';
import { whenGuardiansChanged } from './application/when-guardians-changed.reaction.js';
import { whenRelationProposed } from './application/when-relation-proposed.reaction.js';
import { whenNoticeBounced } from './application/when-notice-bounced.reaction.js';
import { whenRequestSettled } from './application/when-request-settled.reaction.js';
import { whenRoundOpened } from './application/when-round-opened.reaction.js';
import { whenTaskMoved } from './application/when-task-moved.reaction.js';
import type { ChannelSender } from './application/send-batch.js';
import { textRepliesProjection } from './read-models/text-replies/text-replies.row.js';
import { alertsProjection } from './read-models/alerts/alerts.row.js';
import { contactPreferencesProjection } from './read-models/contact-preferences/contact-preferences.row.js';
import { coverageExclusionsProjection } from './read-models/coverage-gaps/coverage-exclusions.row.js';
import { coverageGapsProjection } from './read-models/coverage-gaps/coverage-gaps.row.js';
import { awaitedAddressesProjection } from './read-models/due-occasions/awaited-addresses.projection.js';
import { noticesProjection } from './read-models/notices/notices.row.js';
import type { TextSettings } from './adapters/sms/text-settings.js';

export interface NotificationOptions {
  /** `smtp://` or `smtps://`; null keeps every mail waiting. */
  readonly smtpUrl: string | null;
  /** The sender of every mail: an address, or `Name <address>`. */
  readonly mailFrom: string;
  /** Signature, encryption, limits and where bounces go; plain mail unless given. */
  readonly mail?: MailSettings;
  /** What families may call where the roster knows no number of the school. */
  readonly officePhone?: string | null;
  /** Null sends no text messages. */
  readonly texts?: TextSettings | null;
  /** False: nothing leaves, whatever the settings say; all of it waits. */
  readonly sends?: boolean;
  /** No other process delivers from this database: what a crash left claimed is due at once, not when its lease ends. */
  readonly soleProcess?: boolean;
}

export interface NotificationService {
  readonly module: DynamicModule;
  readonly runtime: ServiceRuntime;
  close(): Promise<void>;
}

@Module({})
class NotificationModule {}

const projectionsFor = (districtTimeZone: string, textMessages: boolean): readonly Projection[] => [
  contactPreferencesProjection,
  noticesProjection,
  coverageGapsProjection,
  coverageExclusionsProjection,
  alertsProjection,
  queueDeliveriesProjection(districtTimeZone, textMessages),
  queueLettersProjection,
  awaitedAddressesProjection,
  textRepliesProjection,
];

/** The far ends of this installation's channels. */
const openSenders = (
  { publicUrl }: ServiceContext,
  { smtpUrl, mailFrom, texts = null, mail: settings = plainMailSettings }: NotificationOptions,
  bounceAddresses: BounceAddresses | null,
): ChannelSender[] => {
  const from = parseMailbox(mailFrom);
  const bounceAddressOf = bounceAddresses && ((deliveryId: string) => bounceAddresses.addressOf(deliveryId));
  const mailOptions = { from, settings, ...(bounceAddressOf && { bounceAddressOf }) };
  const statusUrl = `${publicUrl}/api/v1/text-messages/status`;
  return [
    ...(smtpUrl === null
      ? []
      : [{ channel: 'email' as const, mail: new SmtpMailSender({ url: smtpUrl, ...mailOptions }) }]),
    ...(texts === null
      ? []
      : [{ channel: 'text-message' as const, texts: new TwilioTextSender({ ...texts, statusUrl }) }]),
  ];
};

/** Puts the service together; nothing runs until the runtime is started. @throws RangeError when `mailFrom` is no mailbox */
export const createNotificationModule = async (
  context: ServiceContext,
  options: NotificationOptions,
): Promise<NotificationService> => {
  const { mail = plainMailSettings, officePhone = null, texts = null, sends = true, soleProcess = false } = options;
  const { clock, districtTimeZone, people, publicUrl, logger, bus } = context;
  parseMailbox(options.mailFrom);
  const database = await context.openDatabase({
    entities: [],
    migrations: [
      NoticesAndDeliveries1764000000000,
      OccasionsAndAlerts1764100000000,
      ContactChannels1764200000000,
      LettersAndBounces1764400000000,
      LinkPersons1764600000000,
      BounceKey1764400000001,
      TextReplies1764400000002,
    ],
  });
  const { pool } = database;
  const bounceAddresses =
    mail.bounceDomain === null ? null : new BounceAddresses(await bounceKey(pool), mail.bounceDomain);
  const senders = sends ? openSenders(context, options, bounceAddresses) : [];
  const projections = projectionsFor(districtTimeZone, texts !== null);
  const entitling = { clock, districtTimeZone, people };
  const wording = icuWording();
  const queue = new PostgresDeliveryQueue(pool);
  const due = new PostgresDueOccasions();
  const reports = new PostgresCarrierReports(pool);
  const numbers = texts && new PostgresTextNumbers(pool, texts.authToken);
  if (soleProcess) await queue.releaseAll();
  if (!texts) await queue.sendAllByMail();

  const delivering = deliveryWorkers(context, senders, {
    ...{ database: pool, queue, numbers, wording, officePhone },
    rememberTried: (tried) => due.rememberTried(pool, tried),
    rememberCompanions: (companions) => rememberCompanions(pool, companions),
    record: (unit) => runtime.execute(unit),
  });
  const act = actInTransaction(pool, projections, () => {
    bus.announce(context.service);
    for (const worker of delivering) worker.wake();
  });
  const desk = new PostgresLetters();
  const bounces = new PostgresMailBounces();
  const duties = [
    batchLetters({ desk, clock, districtTimeZone }),
    tellAfterLapse(due, entitling),
    tellStudentsOfAge(due, entitling),
    reopenWithAddress(due, entitling, texts !== null),
    settleMailBounces({
      ...{
        ...entitling,
        bounces,
        reports,
        channels: texts ? (['email', 'text-message'] as const) : (['email'] as const),
      },
      rememberTried: (transaction, tried) => due.rememberTried(transaction, tried),
    }),
    settleCarrierReports({ ...entitling, reports, channels: ['email', 'text-message'] }),
  ];
  const dueWorker = new DueWorker({
    look: async () => {
      for (const duty of duties) while ((await act(duty)) > 0);
    },
    onFailure: (error) => logger.error({ err: error }, 'what is due waits; it is tried again'),
    pollMs: 1_000,
  });
  const runtime: ServiceRuntime = new ServiceRuntime(context, pool, {
    projections,
    foreignProjections,
    reactions: [
      whenAuthorizationActivated(entitling),
      whenAuthorizationParticipantsChanged(entitling),
      whenGuardiansChanged(entitling),
      whenAuthorizationEnded(entitling),
      whenRoundOpened(clock),
      whenTaskMoved(clock),
      whenAbsenceDeclared(clock),
      whenRequestSettled(clock),
      whenAuthorizationMoved(clock),
      whenRelationProposed(clock),
      ...(bounceAddresses ? [whenNoticeBounced(bounceAddresses, bounces, clock)] : []),
    ],
    logs: ['directory', 'exception-request', 'approval', ...(bounceAddresses ? (['messaging-archive'] as const) : [])],
    workers: [dueWorker, ...delivering],
  });
  const today = (): string => dateInZone(clock.now(), districtTimeZone);
  const policies = livePolicyBook(pool, clock, today);
  const preferences = new ChangeContactPreferencesHandler(runtime, entitling, policies);
  const textMessages: TextMessagesSource | null = texts &&
    numbers && {
      isSigned: (path, form, signature) => isSignedByTwilio(texts.authToken, `${publicUrl}${path}`, form, signature),
      report: (carrierId, outcome) => reports.keep(carrierId, outcome, clock.now()),
      reply: (from, text, messageId) =>
        answerReply(from, text, messageId, {
          ...{ database: pool, clock, numbers, preferences, people, wording, officePhone },
          hours: new PostgresReplyHours(pool, texts.authToken),
          received: new ReceiveTextReplyHandler(runtime, pool, entitling, policies),
        }),
    };
  const textReplies: TextRepliesSource = {
    ...{ database: pool, people },
    answering: new AnswerTextReplyHandler(runtime, pool, entitling, policies),
  };
  const writer = new PdfLetterWriter();
  const printing = { desk, clock, districtTimeZone, people, publicUrl, wording, officePhone };
  const letters: LettersSource = {
    ...{ database: pool, people, desk, writer },
    posted: new RecordLettersPostedHandler(runtime, entitling, policies),
    print: async (batchId) => {
      let printed: LettersToPrint['letters'] = [];
      await act(async (transaction) => {
        const { letters: composed, units } = await printLetters(transaction, batchId, printing);
        printed = composed;
        return { units, claimed: composed.length };
      });
      return printed;
    },
  };
  const notices: NoticesSource = { database: pool, clock, districtTimeZone, people };
  const preview: NoticePreviewSource = { database: pool, wording, letters: writer };
  const contactPreferences: ContactPreferencesSource = { database: pool, handler: preferences };
  return {
    module: {
      module: NotificationModule,
      controllers: [
        NoticesController,
        NoticePreviewController,
        ContactPreferencesController,
        LettersController,
        TextMessagesController,
        TextRepliesController,
      ],
      providers: [
        { provide: NOTICES, useValue: notices },
        { provide: NOTICE_PREVIEW, useValue: preview },
        { provide: LETTERS, useValue: letters },
        { provide: CONTACT_PREFERENCES, useValue: contactPreferences },
        { provide: TEXT_MESSAGES, useValue: textMessages },
        { provide: TEXT_REPLIES, useValue: textReplies },
      ],
    },
    runtime,
    close: async () => {
      for (const sender of senders) (sender.channel === 'email' ? sender.mail : sender.texts).close();
      await database.close();
    },
  };
};
