import { isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';
import iconv from 'iconv-lite';

/** How many bytes at the end may be the beginning of a character that the next chunk completes. */
const incompleteTail = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
};

/** Bytes to text: UTF-8 until a byte says otherwise, then Windows-1252, which Latin-1 exports are in practice. */
export class DecodeText extends Transform {
  private pending: Buffer = Buffer.alloc(0);
  private fellBack = false;

  /** @param onFallBack told once, when the text turns out not to be UTF-8 */
  constructor(private readonly onFallBack: () => void) {
    super({ readableObjectMode: false, decodeStrings: true, encoding: 'utf8' });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const bytes = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    const whole = this.fellBack ? bytes.length : bytes.length - incompleteTail(bytes);
    this.pending = bytes.subarray(whole);
    this.emitText(bytes.subarray(0, whole));
    done();
  }

  override _flush(done: (error?: Error | null) => void): void {
    this.emitText(this.pending);
    done();
  }

  private emitText(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (!this.fellBack && !isUtf8(bytes)) {
      this.fellBack = true;
      this.onFallBack();
    }
    this.push(this.fellBack ? iconv.decode(bytes, 'win1252') : bytes.toString('utf8'), 'utf8');
  }
}
