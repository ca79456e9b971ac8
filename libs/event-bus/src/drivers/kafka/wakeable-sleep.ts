/** A pause that a signal ends; a signal that came before it is not lost. */
export class WakeableSleep {
  private woken = false;
  private ended = false;
  private resume: (() => void) | undefined;
  private listening = false;

  wake(): void {
    this.woken = true;
    if (this.listening) this.resume?.();
  }

  /** No pause lasts from now on. */
  end(): void {
    this.ended = true;
    this.resume?.();
  }

  /** `deaf`: a signal does not shorten it, but is kept. */
  async for(milliseconds: number, how: 'listening' | 'deaf' = 'listening'): Promise<void> {
    this.listening = how === 'listening';
    if (!this.ended && !(this.listening && this.woken))
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.resume = undefined;
    if (this.listening) this.woken = false;
  }
}
