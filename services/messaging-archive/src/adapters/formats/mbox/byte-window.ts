/** The part of a stream that is looked at: grows at its end, is dropped at its beginning, copies little. */
export class ByteWindow {
  private store = Buffer.allocUnsafe(256 * 1024);
  private start = 0;
  private end = 0;
  private ended = false;
  /** Bytes dropped so far: the place of the window in the whole. */
  offset = 0;

  constructor(private readonly chunks: AsyncIterator<Uint8Array>) {}

  get length(): number {
    return this.end - this.start;
  }

  get complete(): boolean {
    return this.ended;
  }

  /** Valid until the next `fill` or `drop`. */
  get bytes(): Buffer {
    return this.store.subarray(this.start, this.end);
  }

  /** Takes one more chunk. @returns false at the end of the stream */
  async fill(): Promise<boolean> {
    if (this.ended) return false;
    const { done, value } = await this.chunks.next();
    if (done) {
      this.ended = true;
      return false;
    }
    this.makeRoom(value.length);
    this.store.set(value, this.end);
    this.end += value.length;
    return true;
  }

  drop(count: number): void {
    this.start += count;
    this.offset += count;
    if (this.start < this.end) return;
    this.start = 0;
    this.end = 0;
    // What one large message needed is not kept for all that follow.
    if (this.store.length > 1024 * 1024) this.store = Buffer.allocUnsafe(256 * 1024);
  }

  private makeRoom(count: number): void {
    if (this.end + count <= this.store.length) return;
    const needed = this.length + count;
    const target = needed * 2 > this.store.length ? Buffer.allocUnsafe(needed * 2) : this.store;
    this.store.copy(target, 0, this.start, this.end);
    this.store = target;
    this.end -= this.start;
    this.start = 0;
  }
}
