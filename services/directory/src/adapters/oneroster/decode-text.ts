import { isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';
import iconv, { type DecoderStream } from 'iconv-lite';

export type Fallback = 'windows-1252' | 'utf-16';

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

/** UTF-16 as Excel and SQL Server write it: with a byte order mark, or every second byte of the heading nought. */
const utf16In = (bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const heading = bytes.subarray(0, 16);
  if (heading.length < 8) return undefined;
  const noughts = (offset: number) => [...heading].every((byte, index) => (byte === 0) === (index % 2 === offset));
  return noughts(1) ? 'utf-16le' : noughts(0) ? 'utf-16be' : undefined;
};

/** Bytes to text: UTF-16 where the beginning shows it; else UTF-8 until a byte says otherwise, then Windows-1252, which Latin-1 exports are in practice. */
export class DecodeText extends Transform {
  private pending: Buffer = Buffer.alloc(0);
  private fellBack = false;
  private begun = false;
  private utf16: DecoderStream | undefined;

  /** @param onFallBack told once, when the text turns out not to be UTF-8 */
  constructor(private readonly onFallBack: (to: Fallback) => void) {
    super({ readableObjectMode: false, decodeStrings: true, encoding: 'utf8' });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.begun) this.begin(chunk);
    if (this.utf16) {
      this.push(this.utf16.write(chunk), 'utf8');
      return done();
    }
    const bytes = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    const whole = this.fellBack ? bytes.length : bytes.length - incompleteTail(bytes);
    this.pending = bytes.subarray(whole);
    this.emitText(bytes.subarray(0, whole));
    done();
  }

  override _flush(done: (error?: Error | null) => void): void {
    if (this.utf16) this.push(this.utf16.end() ?? '', 'utf8');
    else this.emitText(this.pending);
    done();
  }

  private begin(chunk: Buffer): void {
    this.begun = true;
    const encoding = utf16In(chunk);
    if (!encoding) return;
    this.utf16 = iconv.getDecoder(encoding);
    this.onFallBack('utf-16');
  }

  private emitText(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (!this.fellBack && !isUtf8(bytes)) {
      this.fellBack = true;
      this.onFallBack('windows-1252');
    }
    this.push(this.fellBack ? iconv.decode(bytes, 'win1252') : bytes.toString('utf8'), 'utf8');
  }
}
