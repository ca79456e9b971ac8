import { Tally, threadOf, type Communication, type Party } from '../../domain/index.js';
import type { ReadingParts } from './import-ports.js';
import type { ImportRecord } from './import-store.js';
import type { Outline, Selection } from './outline.js';
import { copyOf, readInBatches, type ItemBatch } from './read-in-batches.js';
import type { ReadCommunication } from '../message-formats.js';

export interface TakenImport {
  readonly tally: Tally;
  readonly remarks: Outline['remarks'];
  readonly items: number;
}

/** What was chosen: everything for one mail that its owner sends, everything covered, or these threads. */
export type Choice =
  | { readonly of: 'everything' }
  | { readonly of: 'all-covered' }
  | { readonly of: 'threads'; readonly selection: Selection };

/**
 * Reads an export again and gives the archive what was chosen and has a covered student; the rest is counted and nothing
 * more. After a crash it begins again: what a batch had committed is counted and not taken a second time.
 * @throws ExportUnreadable
 */
export async function takeImport(
  record: ImportRecord,
  choice: Choice,
  parts: ReadingParts,
  onProgress: (items: number) => Promise<void>,
): Promise<TakenImport> {
  const tally = new Tally();
  const remarks: Outline['remarks'][number][] = [];
  let read = 0;
  const { formats, uploads, districtTimeZone } = parts;
  const items = formats.read(uploads.fileOf(record.importId), {
    ...{ scratchFolder: uploads.scratchOf(record.importId), timeZone: districtTimeZone },
    dateOrder: choice.of === 'threads' ? choice.selection.dateOrder : null,
  });
  for await (const batch of readInBatches(items)) {
    for (const item of batch.items)
      if (item.kind === 'refused') tally.refuse({ because: item.because, place: item.place });
      else if (item.kind === 'remark') remarks.push({ remark: item.remark, place: item.place });
    await takeBatch(record, choice, parts, batch, tally);
    read = batch.position;
    await onProgress(Math.max(read, record.itemsDone));
  }
  return { tally, remarks, items: read };
}

async function takeBatch(
  record: ImportRecord,
  choice: Choice,
  { coverage, intake, seal }: ReadingParts,
  { items, position }: ItemBatch,
  tally: Tally,
): Promise<void> {
  const said = items.flatMap((item) => (item.kind === 'communication' ? [item] : []));
  const chosen: { readonly item: ReadCommunication; readonly communication: Communication }[] = [];
  for (const item of said) {
    const named = await namedIn(choice, item.communication, (thread) => seal.threadId(record.importId, thread));
    if (named) chosen.push({ item, communication: named });
  }
  const copies = chosen.map(({ item, communication }) => copyOf(record, item, communication));
  const covered = await coverage.coverageOf(copies);
  const kept = copies.filter((_, index) => {
    const { authorizationId, studentIds } = covered[index]!;
    if (choice.of === 'everything') return true;
    const within = record.authorizationId === null || authorizationId === record.authorizationId;
    return authorizationId !== null && studentIds.length > 0 && within;
  });
  tally.leave(said.length - kept.length);
  tally.take(kept.length);
  if (position > record.itemsDone) await intake.take(kept);
}

/** The communication with the people whom its owner has named; undefined when it is not chosen. */
async function namedIn(
  choice: Choice,
  communication: Communication,
  threadId: (thread: string) => Promise<string>,
): Promise<Communication | undefined> {
  if (choice.of !== 'threads') return communication;
  const id = await threadId(threadOf(communication));
  const thread = choice.selection.threads.find((each) => each.id === id);
  if (!thread) return undefined;
  if (thread.people.length === 0) return communication;
  const named = (party: Party): Party =>
    thread.people.find(({ participant }) => participant === (party.address === '' ? party.displayName : party.address))
      ?.party ?? party;
  return { ...communication, from: named(communication.from), to: communication.to.map(named) };
}
