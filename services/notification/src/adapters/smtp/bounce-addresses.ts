import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BounceTokens } from '../../application/ports.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Where mail servers send back what they cannot deliver: `bounce+<id>.<code>@<domain>`. The code is an HMAC under a key
 * that this service alone has, so that nobody who has not had the mail can make one up.
 */
export class BounceAddresses implements BounceTokens {
  constructor(
    private readonly key: Buffer,
    private readonly domain: string,
  ) {}

  /** The envelope's sender for this mail; at most 64 characters before the sign. */
  addressOf(deliveryId: string): string {
    return `bounce+${deliveryId}.${this.codeOf(deliveryId).toString('hex')}@${this.domain}`;
  }

  deliveryIn(token: string): string | undefined {
    const [deliveryId = '', code = ''] = token.toLowerCase().split('.');
    if (!uuid.test(deliveryId) || !/^[0-9a-f]{16}$/.test(code)) return undefined;
    return timingSafeEqual(Buffer.from(code, 'hex'), this.codeOf(deliveryId)) ? deliveryId : undefined;
  }

  private codeOf(deliveryId: string): Buffer {
    return createHmac('sha256', this.key).update(`bounce ${deliveryId}`).digest().subarray(0, 8);
  }
}
