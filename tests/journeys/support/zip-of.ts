import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/** A zip of these files, by name. */
export const zipOf = (files: Readonly<Record<string, string>>): Promise<Buffer> => {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
};
