import { rootOfInclusion, rootsOfConsistency, type Hash } from '../../domain/index.js';
import { openCheckpoint, type TreeHead } from '../checkpoint.js';
import type { NoteVerifier } from '../signed-note.js';
import { leafHash, pairHash } from '../tree-hash.js';
import { demand, PackProblem } from './pack-problem.js';
import {
  packFormat,
  type AnyLine,
  type EventLine,
  type PackLine,
  type PackScope,
  type TreeHeadLine,
} from './pack-lines.js';
import { CasePart, RangePart, type PackPart } from './pack-parts.js';

const bytesOf = (hash: string): Hash => Buffer.from(hash, 'base64');
const same = (one: Hash | undefined, other: Hash): boolean => one !== undefined && Buffer.from(one).equals(other);

/** Holds the lines of a pack, one after the other, against the tree head that the pack names. Lines are canonical JSON already. */
export class PackReader {
  events = 0;
  cases = 0;
  private ranges = 0;
  private head: TreeHead | undefined;
  private scope: PackScope | undefined;
  private part: PackPart | undefined;
  private lastCase = '';

  constructor(private readonly verifier: NoteVerifier) {}

  get size(): number {
    return this.head?.size ?? 0;
  }

  /** @throws PackProblem for the first thing wrong */
  take(value: { readonly kind: unknown }, text: string): void {
    const line = value as AnyLine;
    demand((this.head === undefined) === (line.kind === 'pack'), 'a pack begins with one line that says what it is');
    if (line.kind !== 'event') this.endPart(line.kind);
    try {
      this.takeLine(line, text);
    } catch (error) {
      if (error instanceof PackProblem) throw error;
      // A member is missing or of another type: nothing that a pack writes.
      throw new PackProblem('the line does not hold what a line of its kind holds');
    }
  }

  /** @throws PackProblem when something is missing */
  end(): void {
    this.endPart('manifest');
    demand(this.head !== undefined, 'the pack is empty');
  }

  private takeLine(line: AnyLine, text: string): void {
    switch (line.kind) {
      case 'pack':
        return this.begin(line);
      case 'range':
        demand(!('case' in this.scope! || 'building' in this.scope!), 'a pack of cases holds no stretch of the ledger');
        this.ranges += 1;
        demand(this.ranges === 1, 'a pack holds one stretch of the ledger');
        this.part = new RangePart(line, this.head!);
        return;
      case 'case':
        demand('case' in this.scope! || 'building' in this.scope!, 'a pack of a stretch of the ledger holds no cases');
        demand(!('case' in this.scope) || this.scope.case === line.case, 'the pack holds another case than it says');
        demand(line.case > this.lastCase, 'a case stands twice, or not in its place');
        this.lastCase = line.case;
        this.cases += 1;
        this.part = new CasePart(line, this.head!, this.verifier);
        return;
      case 'event':
        return this.takeEvent(line, text);
      case 'tree-head':
        return this.takeHead(line);
      case 'policy':
      case 'schema':
        // Nothing is proved by them; their bytes are under the manifest.
        return;
      default:
        throw new PackProblem('the line is of no kind that a pack has');
    }
  }

  private begin({ format, scope, checkpoint }: PackLine): void {
    demand(format === packFormat, 'this is no pack of a history, or one of a later form');
    const head = openCheckpoint(this.verifier, checkpoint);
    demand(head !== undefined, 'the tree head is not signed with the key that was given');
    this.head = head;
    this.scope = scope;
  }

  private takeEvent(line: EventLine, text: string): void {
    demand(this.part !== undefined, 'an event stands where none can be');
    // The line is canonical, so the event's own canonical text stands in it as it is.
    const end = line.proof === undefined ? `,"kind":"event","sequence":${line.sequence}}` : undefined;
    const leafText =
      end === undefined ? text.slice(9, text.lastIndexOf(',"kind":"event","proof":[')) : text.slice(9, -end.length);
    const hash = leafHash(leafText);
    if (line.proof) {
      const leaf = line.sequence - 1;
      const root = rootOfInclusion({ leaf, size: this.size, hash }, line.proof.map(bytesOf), pairHash);
      demand(
        same(root, this.head!.root),
        `event ${line.sequence} of the ledger is not what was signed: it or its proof was changed`,
      );
    }
    this.part.take(line, hash);
    this.events += 1;
  }

  private takeHead({ checkpoint, consistency }: TreeHeadLine): void {
    const older = openCheckpoint(this.verifier, checkpoint);
    demand(older !== undefined, 'an earlier tree head is not signed with the key that was given');
    if (older.size === 0) return;
    const head = this.head!;
    const roots = rootsOfConsistency(
      { from: older.size, to: head.size, root: older.root },
      consistency.map(bytesOf),
      pairHash,
    );
    demand(
      same(roots?.older, older.root) && same(roots?.newer, head.root),
      `the history does not begin with the one that was signed at ${older.size} events`,
    );
  }

  private endPart(next: string): void {
    this.part?.end();
    this.part = undefined;
    if (next !== 'manifest' || this.scope === undefined) return;
    const held = 'building' in this.scope || ('case' in this.scope ? this.cases : this.ranges) === 1;
    demand(held, 'the events of the pack are missing');
  }
}
