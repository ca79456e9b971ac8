import type { DateOrder, ExportRemark } from '../message-formats.js';
import { participantsOf, type Communication, type Party } from '../../domain/index.js';

export interface OutlinedThread {
  /** What a selection names. */
  readonly id: string;
  readonly medium: string;
  readonly participants: readonly { readonly name: string; readonly address: string }[];
  readonly messages: number;
  /** Of them, those with a student of an authorization in force; no others are ever taken. */
  readonly covered: number;
  readonly studentIds: readonly string[];
  /** RFC 3339, UTC; null when no message says when. */
  readonly from: string | null;
  readonly until: string | null;
}

/** What an export holds, for its owner to choose from: who and how many, and no word of what was written. */
export interface Outline {
  readonly threads: readonly OutlinedThread[];
  /** Threads that are not listed for want of room: none of them has a covered message. */
  readonly others: number;
  readonly messages: number;
  readonly refused: number;
  readonly remarks: readonly { readonly remark: ExportRemark; readonly place: string }[];
}

export interface Selection {
  readonly threads: readonly {
    readonly id: string;
    /** Whom a name in the chat stands for, as the owner says: address books are not in an export. */
    readonly people: readonly { readonly participant: string; readonly party: Party }[];
  }[];
  readonly dateOrder: DateOrder | null;
}

const participantsMax = 100;
const otherThreadsMax = 2_000;
const threadsMax = 10_000;

interface Growing {
  medium: string;
  participants: Map<string, { name: string; address: string }>;
  messages: number;
  covered: number;
  studentIds: Set<string>;
  from: number;
  until: number;
}

/** Gathers threads while an export is read; bounded, whatever it holds. */
export class OutlineBuilder {
  private readonly threads = new Map<string, Growing>();
  private uncoveredCount = 0;
  private unlisted = 0;
  private messages = 0;

  add(threadId: string, communication: Communication, studentIds: readonly string[], covered: boolean): void {
    this.messages += 1;
    let thread = this.threads.get(threadId);
    if (!thread) {
      const full = covered ? this.threads.size >= threadsMax : this.uncoveredCount >= otherThreadsMax;
      if (full) {
        this.unlisted += 1;
        return;
      }
      if (!covered) this.uncoveredCount += 1;
      thread = {
        ...{ medium: communication.medium, participants: new Map(), messages: 0, covered: 0, studentIds: new Set() },
        ...{ from: Infinity, until: -Infinity },
      };
      this.threads.set(threadId, thread);
    }
    thread.messages += 1;
    if (covered) thread.covered += 1;
    for (const id of studentIds) thread.studentIds.add(id);
    for (const { address, displayName } of participantsOf(communication))
      if (thread.participants.size < participantsMax && (displayName !== '' || !thread.participants.has(address)))
        thread.participants.set(address === '' ? displayName : address, { name: displayName, address });
    const at = communication.sentAt?.getTime();
    if (at === undefined || Number.isNaN(at)) return;
    thread.from = Math.min(thread.from, at);
    thread.until = Math.max(thread.until, at);
  }

  /** Threads with covered messages first. */
  build(refused: number, remarks: Outline['remarks']): Outline {
    const threads = [...this.threads].map(([id, thread]): OutlinedThread => ({
      ...{ id, medium: thread.medium, participants: [...thread.participants.values()] },
      ...{ messages: thread.messages, covered: thread.covered, studentIds: [...thread.studentIds] },
      from: thread.until === -Infinity ? null : new Date(thread.from).toISOString(),
      until: thread.until === -Infinity ? null : new Date(thread.until).toISOString(),
    }));
    threads.sort(
      (one, other) => other.covered - one.covered || other.messages - one.messages || (one.id < other.id ? -1 : 1),
    );
    return { threads, others: this.unlisted, messages: this.messages, refused, remarks };
  }
}
