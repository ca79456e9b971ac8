import { matchingScope, type KeyRing } from '../sealing/key-ring.js';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** Base 32, small letters: 26 of them are 130 bits, said over the telephone if need be. */
const spelled = (bytes: Buffer): string => [...bytes.subarray(0, 26)].map((byte) => letters[byte & 31]!).join('');

/** Local parts of copy addresses: made from their id under a key, so that nobody can guess one and none is kept in the open. */
export class CopyAddressNames {
  constructor(
    private readonly keys: KeyRing,
    readonly domain: string,
  ) {}

  async addressOf(copyAddressId: string): Promise<string> {
    return `${await this.localPartOf(copyAddressId)}@${this.domain}`;
  }

  async hashOf(copyAddressId: string): Promise<Buffer> {
    return this.hashOfLocalPart(await this.localPartOf(copyAddressId));
  }

  async hashOfLocalPart(localPart: string): Promise<Buffer> {
    return (await this.keys.ofScope(matchingScope)).hash('copy-address local part', localPart);
  }

  private async localPartOf(copyAddressId: string): Promise<string> {
    return spelled((await this.keys.ofScope(matchingScope)).hash('copy-address', copyAddressId));
  }
}
