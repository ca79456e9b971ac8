export interface RefusedItem {
  /** Why, as `damaged`. */
  readonly because: string;
  /** Where in the export, as `row 3`. */
  readonly place: string;
}

export interface Counted {
  readonly seen: number;
  /** What the archive was given: new ones, and ones that it had. */
  readonly taken: number;
  readonly refused: number;
  readonly notChosen: number;
}

const listedMax = 1_000;

/** Counts an export item by item; each is exactly one of taken, refused or not chosen. */
export class Tally {
  private taken = 0;
  private refusedCount = 0;
  private notChosen = 0;
  private readonly reasons = new Map<string, number>();
  private readonly listed: RefusedItem[] = [];

  take(count: number): void {
    this.taken += count;
  }

  leave(count: number): void {
    this.notChosen += count;
  }

  refuse(item: RefusedItem): void {
    this.refusedCount += 1;
    this.reasons.set(item.because, (this.reasons.get(item.because) ?? 0) + 1);
    if (this.listed.length < listedMax) this.listed.push(item);
  }

  get counted(): Counted {
    const { taken, refusedCount: refused, notChosen } = this;
    return { seen: taken + refused + notChosen, taken, refused, notChosen };
  }

  /** How many for each reason; the first thousand are listed. */
  get refused(): { readonly reasons: Readonly<Record<string, number>>; readonly items: readonly RefusedItem[] } {
    return { reasons: Object.fromEntries([...this.reasons].sort()), items: this.listed };
  }
}
