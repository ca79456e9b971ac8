import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import yauzl from 'yauzl';
import yazl from 'yazl';

/** A bundle whose rows can be taken out: what district IT would send after somebody left a class. */
export class ChangedRoster {
  private constructor(private readonly files: Map<string, string>) {}

  static async of(bundle: Buffer): Promise<ChangedRoster> {
    const zip = await yauzl.fromBufferPromise(bundle, { lazyEntries: true });
    const files = new Map<string, string>();
    zip.on('entry', (entry: yauzl.Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return void zip.emit('error', error);
        text(stream).then(
          (content) => {
            files.set(entry.fileName, content);
            zip.readEntry();
          },
          (failure: unknown) => zip.emit('error', failure),
        );
      });
    });
    zip.readEntry();
    await once(zip, 'end');
    return new ChangedRoster(files);
  }

  /** The student is no longer enrolled in the group. */
  leave(groupSourcedId: string, studentSourcedId: string): void {
    const rows = this.files.get('enrollments.csv')!.split('\r\n');
    const staying = rows.filter((row) => !(row.includes(`${groupSourcedId},`) && row.includes(`${studentSourcedId},`)));
    if (staying.length !== rows.length - 1)
      throw new Error(`${rows.length - staying.length} enrolments of ${studentSourcedId} in ${groupSourcedId}`);
    this.files.set('enrollments.csv', staying.join('\r\n'));
  }

  bundle(): Promise<Buffer> {
    const zip = new yazl.ZipFile();
    for (const [name, content] of this.files) zip.addBuffer(Buffer.from(content), name);
    zip.end();
    return buffer(zip.outputStream);
  }
}
