import type { KeyRing, ScopeKey } from '../sealing/key-ring.js';
import { open, seal } from '../sealing/sealed-box.js';
import type { ImportSeal } from './import-ports.js';

/** What imports wait with; one key for all of them, as they fall under no authorization yet. */
const importScope = 'imports';

export const importSeal = (keys: KeyRing): ImportSeal => {
  const key = (): Promise<ScopeKey> => keys.ofScope(importScope);
  return {
    seal: async (importId, what, value) =>
      seal((await key()).content, `import/${importId}/${what}`, Buffer.from(JSON.stringify(value))),
    open: async <Value>(importId: string, what: string, sealed: Buffer) =>
      JSON.parse(open((await key()).content, `import/${importId}/${what}`, sealed).toString()) as Value,
    threadId: async (importId, thread) =>
      (await key()).hash(`thread ${importId}`, thread).toString('base64url').slice(0, 22),
  };
};
