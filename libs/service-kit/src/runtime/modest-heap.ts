import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collectNow: (() => void) | undefined;

const collectGarbage = (): void => {
  if (!collectNow) {
    setFlagsFromString('--expose-gc');
    collectNow = runInNewContext('gc') as () => void;
  }
  collectNow();
};

/**
 * Work of any size passes through, and little of it is alive at one moment; on a large machine the engine would still let
 * what is dead pile up to some hundred megabytes before it looks. It is told to look every so many rows, which costs some
 * tens of milliseconds each.
 */
export class ModestHeap {
  private rows = 0;

  constructor(private readonly rowsPerCollection: number) {}

  passed(rows: number): void {
    this.rows += rows;
    if (this.rows < this.rowsPerCollection) return;
    this.rows = 0;
    collectGarbage();
  }
}
