import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** The text files of a zip, by name. */
export const unzip = async (bundle: Buffer): Promise<Map<string, string>> => {
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
  return files;
};
