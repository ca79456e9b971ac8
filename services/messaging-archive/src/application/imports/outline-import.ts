import { threadOf } from '../../domain/index.js';
import type { ReadingParts } from './import-ports.js';
import type { ImportRecord } from './import-store.js';
import { OutlineBuilder, type Outline } from './outline.js';
import { copyOf, readInBatches } from './read-in-batches.js';

/** Reads an export once without keeping anything of it but who writes with whom, and how often. @throws ExportUnreadable */
export async function outlineImport(
  record: ImportRecord,
  { formats, coverage, uploads, seal, districtTimeZone }: ReadingParts,
  onProgress: (items: number) => Promise<void>,
): Promise<{ readonly outline: Outline; readonly items: number }> {
  const builder = new OutlineBuilder();
  const remarks: Outline['remarks'][number][] = [];
  let refused = 0;
  let read = 0;
  const items = formats.read(uploads.fileOf(record.importId), {
    ...{ scratchFolder: uploads.scratchOf(record.importId), timeZone: districtTimeZone, dateOrder: null },
  });
  for await (const batch of readInBatches(items)) {
    read = batch.position;
    const said = batch.items.flatMap((item) => (item.kind === 'communication' ? [item] : []));
    for (const item of batch.items)
      if (item.kind === 'refused') refused += 1;
      else if (item.kind === 'remark') remarks.push({ remark: item.remark, place: item.place });
    const covered = await coverage.coverageOf(said.map((item) => copyOf(record, item, item.communication)));
    for (const [index, { communication }] of said.entries()) {
      const { authorizationId, studentIds } = covered[index]!;
      const counts = authorizationId !== null && studentIds.length > 0;
      builder.add(
        await seal.threadId(record.importId, threadOf(communication)),
        communication,
        counts ? studentIds : [],
        counts,
      );
    }
    await onProgress(read);
  }
  return { outline: builder.build(refused, remarks), items: read };
}
