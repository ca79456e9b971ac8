import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import type { Clock } from '@sightline/service-kit';
import type { Communication } from '../domain/index.js';
import type { ArchiveIntake, TakenCopy } from './archive-intake.js';
import { readCopy, type MailReader } from './mail/read-copy.js';

/** Who hands a communication in, and what they say about it beside its content. */
export interface HandedIn {
  /** `person:<uuid>` or `client:<id>`. */
  readonly actor: string;
  /** In whose name; null when only the parties can say. */
  readonly staffId: string | null;
  /** Null: the one in force for these people is looked for. */
  readonly authorizationId: string | null;
  /** The district's own system says what it carried; a person says what they remember. */
  readonly carriedBySystem: boolean;
  readonly key: UnitOfWork['idempotency'];
}

export type CapturedContent =
  | { readonly kind: 'mail'; readonly bytes: Buffer }
  /** @property original what was sent, as it counts for the record */
  | { readonly kind: 'form'; readonly communication: Communication; readonly original: Buffer };

/** Takes a copy that is handed in (C7): a message or a mail, or a telephone call, of which the log counts as the copy. */
export class CaptureMessageHandler {
  constructor(
    private readonly intake: ArchiveIntake,
    private readonly readMail: MailReader,
    private readonly clock: Clock,
    private readonly hash: (bytes: Buffer) => Promise<string>,
  ) {}

  async execute(by: HandedIn, content: CapturedContent): Promise<UnitResult<TakenCopy>> {
    const receivedAt = this.clock.now();
    const communication =
      content.kind === 'mail' ? await readCopy(content.bytes, this.readMail) : content.communication;
    const original = content.kind === 'mail' ? content.bytes : content.original;
    const copy = {
      ...{ communication, original: { bytes: original }, receivedAt, importId: null },
      originalMediaType: content.kind === 'mail' ? 'message/rfc822' : 'application/json',
      by: communication?.medium === 'phone-call' ? ('call-log' as const) : ('rest' as const),
      ...{ authorizationId: by.authorizationId, staffId: by.staffId, actor: by.actor },
      ...{ unverified: !by.carriedBySystem, facts: {} },
    };
    if (by.key === undefined) return { outcome: 'accepted', answer: (await this.intake.take([copy]))[0]!, events: [] };
    // Keyed: what was said cannot be found out from it.
    const bodyHash = await this.hash(Buffer.concat([Buffer.from(`${by.authorizationId ?? ''} `), original]));
    return this.intake.takeOnce(copy, { ...by.key, bodyHash });
  }
}
