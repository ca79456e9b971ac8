/** What is wrong right now, by part; empty when all is well. */
export class HealthRegistry {
  private readonly faults = new Map<string, string>();

  /** A part is well again (undefined), or why it is not. */
  report(part: string, fault: Error | undefined): void {
    if (fault) this.faults.set(part, `${fault.name}: ${fault.message}`.slice(0, 300));
    else this.faults.delete(part);
  }

  reasons(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.faults);
  }
}
