import type { Agent } from 'undici';
import type { MessageSender, Outcome } from '../../application/webhook-ports.js';
import type { GuardOptions } from './guarded-connector.js';

const timeoutMs = 10_000;
const answerBytesMax = 65_536;
const connectionsMax = 2;

export type SenderOptions = Pick<GuardOptions, 'loopback' | 'resolve'> & { readonly timeoutMs?: number };

const byStatus = (status: number): Outcome => {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === 410) return { kind: 'gone', status };
  if (status >= 300 && status < 400) return { kind: 'redirected', status };
  return { kind: status === 429 || status >= 500 ? 'failing' : 'refused', status };
};

const kindOfFailure = (error: unknown): 'timed-out' | 'unreachable' | 'address-refused' => {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } };
  if (code === 'ADDRESS_REFUSED' || cause?.code === 'ADDRESS_REFUSED') return 'address-refused';
  return name === 'TimeoutError' || /TIMEOUT/.test(code ?? '') ? 'timed-out' : 'unreachable';
};

/** Posts over a connection that leads nowhere inside. Follows no redirect; of the answer only the status counts, the rest is read to a bound and dropped. */
export class HttpMessageSender implements MessageSender {
  private agent: Promise<Agent> | undefined;

  constructor(private readonly options: SenderOptions) {}

  async send(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Outcome> {
    const limit = this.options.timeoutMs ?? timeoutMs;
    const signal = AbortSignal.timeout(limit);
    try {
      this.agent ??= this.open(limit);
      const { statusCode, body: answer } = await (
        await this.agent
      ).request({
        ...{ origin: new URL(url).origin, path: pathOf(url), method: 'POST', body, signal },
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Sightline-Webhooks/1.0' },
      });
      await answer.dump({ limit: answerBytesMax, signal }).catch(() => undefined);
      return byStatus(statusCode);
    } catch (error) {
      return { kind: signal.aborted ? 'timed-out' : kindOfFailure(error), status: null };
    }
  }

  async close(): Promise<void> {
    await (await this.agent)?.destroy();
  }

  /** Loaded when the first message leaves: an installation without webhooks does without. */
  private async open(limit: number): Promise<Agent> {
    const [{ Agent }, { guardedConnector }] = await Promise.all([import('undici'), import('./guarded-connector.js')]);
    const { loopback, resolve } = this.options;
    return new Agent({
      connect: guardedConnector({ loopback, connectTimeoutMs: limit, ...(resolve ? { resolve } : {}) }),
      ...{ headersTimeout: limit, bodyTimeout: limit, maxHeaderSize: 16_384, maxResponseSize: answerBytesMax },
      ...{ connections: connectionsMax, pipelining: 1, keepAliveTimeout: 4_000, allowH2: false },
    });
  }
}

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
};
