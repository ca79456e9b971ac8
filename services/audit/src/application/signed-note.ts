import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';

/** Text that is signed and read by people and programs alike (C2SP signed-note): lines, an empty line, signatures. */
export interface NoteSigner {
  /** Names the log: the origin of its tree heads. */
  readonly name: string;
  /** `<name>+<key id>+<key>`: what a verifier is given beforehand. */
  readonly verifierKey: string;
  sign(text: string): string;
}
export interface NoteVerifier {
  readonly name: string;
  /** The text of a note in exactly the form in which it was signed; undefined for any other. */
  open(note: string): string | undefined;
}

const ed25519 = 1;
const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const privateMark = 'PRIVATE+KEY+';
/** No white space and no plus: both stand between the parts of a key and of a signature. */
const nameForm = /^[^\s+]{1,200}$/u;

const keyIdOf = (name: string, key: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), key]), 'buffer').subarray(0, 4);
const publicKeyOf = (bytes: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: 'der', type: 'spki' });
const partsOf = (text: string): { name: string; id: string; key: Buffer } | undefined => {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text) ?? [];
  const key = Buffer.from(encoded, 'base64');
  return key.length === 33 && key[0] === ed25519 && key.toString('base64') === encoded ? { name, id, key } : undefined;
};

export class InvalidNoteKey extends Error {
  override readonly name = 'InvalidNoteKey';
}

/** A signing key as one line that carries the name with it. @param seed 32 random bytes @throws InvalidNoteKey for a name with white space or a plus */
export const encodeSigningKey = (name: string, seed: Uint8Array): string => {
  if (!nameForm.test(name) || seed.length !== 32)
    throw new InvalidNoteKey('a key is a name without spaces and 32 bytes');
  const verifier = noteSignerOf(name, Buffer.from(seed));
  const id = verifier.verifierKey.slice(name.length + 1, name.length + 9);
  return `${privateMark}${name}+${id}+${Buffer.concat([Buffer.of(ed25519), seed]).toString('base64')}`;
};

const noteSignerOf = (name: string, seed: Buffer): NoteSigner => {
  const privateKey = createPrivateKey({ key: Buffer.concat([seedPrefix, seed]), format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);
  const key = Buffer.concat([Buffer.of(ed25519), raw]);
  const id = keyIdOf(name, key);
  return {
    name,
    verifierKey: `${name}+${id.toString('hex')}+${key.toString('base64')}`,
    sign: (text) => {
      const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]);
      return `${text}\n\u2014 ${name} ${signature.toString('base64')}\n`;
    },
  };
};

/** @throws InvalidNoteKey for anything but what `encodeSigningKey` wrote */
export const readSigningKey = (line: string): NoteSigner => {
  const parts = line.startsWith(privateMark) ? partsOf(line.slice(privateMark.length)) : undefined;
  const signer = parts && noteSignerOf(parts.name, parts.key.subarray(1));
  if (!parts || !signer?.verifierKey.startsWith(`${parts.name}+${parts.id}+`))
    throw new InvalidNoteKey('this is no signing key of a history');
  return signer;
};

/** @throws InvalidNoteKey for anything but a public key in the form of `verifierKey` */
export const readVerifierKey = (line: string): NoteVerifier => {
  const parts = partsOf(line);
  if (!parts || keyIdOf(parts.name, parts.key).toString('hex') !== parts.id)
    throw new InvalidNoteKey('this is no public key of a history');
  const { name, key, id } = parts;
  const publicKey = publicKeyOf(key.subarray(1));
  return {
    name,
    open: (note) => {
      const end = note.lastIndexOf('\n\n');
      const text = note.slice(0, end + 1);
      const [, encoded = ''] = /^\u2014 [^\s+]+ ([A-Za-z0-9+/]+=*)\n$/u.exec(note.slice(end + 2)) ?? [];
      const signature = Buffer.from(encoded, 'base64');
      // Written again it must be the same: no other spelling of a signature passes.
      const same = end > 0 && `${text}\n\u2014 ${name} ${signature.toString('base64')}\n` === note;
      if (!same || signature.subarray(0, 4).toString('hex') !== id) return undefined;
      return verify(null, Buffer.from(text), publicKey, signature.subarray(4)) ? text : undefined;
    },
  };
};
