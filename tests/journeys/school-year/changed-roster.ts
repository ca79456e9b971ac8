import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { unzip } from '../support/unzip.js';

/** A bundle whose rows can be taken out: what district IT would send after somebody left a class. */
export class ChangedRoster {
  private constructor(private readonly files: Map<string, string>) {}

  static async of(bundle: Buffer): Promise<ChangedRoster> {
    return new ChangedRoster(await unzip(bundle));
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
