import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const rowsPerCollection = 30_000;

let collectNow: (() => void) | undefined;

const collectGarbage = (): void => {
  if (!collectNow) {
    setFlagsFromString('--expose-gc');
    collectNow = runInNewContext('gc') as () => void;
  }
  collectNow();
};

/**
 * A roster of any size streams through, and little of it is alive at one moment; on a large machine the engine would
 * still let what is dead pile up to some hundred megabytes before it looks. It is told to look every 30,000 rows, which
 * costs some tens of milliseconds each.
 */
export class ModestHeap {
  private rows = 0;

  passed(rows: number): void {
    this.rows += rows;
    if (this.rows < rowsPerCollection) return;
    this.rows = 0;
    collectGarbage();
  }
}
