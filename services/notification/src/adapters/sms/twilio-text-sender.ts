import type { OutgoingText, SendOutcome, TextSender } from '../../application/ports.js';

export interface TwilioOptions {
  /** `https://api.twilio.com`, or another provider that speaks the same. */
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** E.164, or the SID of a messaging service (`MG…`). */
  readonly from: string;
  /** Where the carrier reports what became of a message. */
  readonly statusUrl: string;
  /** The provider's limit; what is above it waits. */
  readonly messagesPerSecondMax: number;
  readonly timeoutMs?: number;
}

interface Accepted {
  readonly sid?: string;
}
interface Refused {
  readonly code?: number;
}

/** Twilio's own numbers: the reader has sent STOP; the number cannot be written to at all. */
const stoppedCode = 21610;
const badNumberCodes = new Set([21211, 21214, 21217, 21408, 21612, 21614, 63024, 63033]);

const outcomeOf = (status: number, { code = 0 }: Refused): SendOutcome => {
  if (code === stoppedCode) return 'stopped';
  if (badNumberCodes.has(code)) return 'refused';
  // Too many at once, or not at this moment. What is wrong with our account or our request is no reader's fault either.
  return status === 429 || status >= 500 || status === 401 || status === 403 ? 'unreachable' : 'deferred';
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Hands text messages to a Twilio-compatible HTTP API, one after the other within the provider's limit. */
export class TwilioTextSender implements TextSender {
  private nextAt = 0;
  private readonly ending = new AbortController();

  constructor(private readonly options: TwilioOptions) {}

  async send({ number, body }: OutgoingText): Promise<{ outcome: SendOutcome; carrierId?: string }> {
    const { apiUrl, accountSid, authToken, from, statusUrl, timeoutMs = 10_000 } = this.options;
    await this.turn();
    const sender = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
    try {
      const response = await fetch(`${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
        body: new URLSearchParams({ To: number, ...sender, Body: body, StatusCallback: statusUrl }),
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.ending.signal]),
      });
      const answer = (await response.json()) as Accepted & Refused;
      if (response.ok && answer.sid) return { outcome: 'accepted', carrierId: answer.sid };
      return { outcome: response.ok ? 'deferred' : outcomeOf(response.status, answer) };
    } catch {
      return { outcome: 'unreachable' };
    }
  }

  close(): void {
    this.ending.abort();
  }

  /** Each sender's turn comes its share of a second after the one before. */
  private async turn(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.nextAt);
    this.nextAt = at + 1_000 / this.options.messagesPerSecondMax;
    if (at > now) await wait(at - now);
  }
}
