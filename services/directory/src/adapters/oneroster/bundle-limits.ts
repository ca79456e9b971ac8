/** How much a bundle may ask of the machine. The defaults leave room for 100,000 people and 600,000 enrolments. */
export interface BundleLimits {
  /** Of the zip itself. */
  readonly zipBytesMax: number;
  /** Of all files together, unpacked. */
  readonly unpackedBytesMax: number;
  readonly fileUnpackedBytesMax: number;
  /** Unpacked to packed size of one file; looked at from `ratioCheckedFromBytes` on. */
  readonly ratioMax: number;
  readonly ratioCheckedFromBytes: number;
  readonly filesMax: number;
  readonly fieldCharactersMax: number;
  readonly recordBytesMax: number;
  readonly columnsMax: number;
  /** How many broken quotes of one file are passed over before the rest of it is left unread. */
  readonly resumptionsMax: number;
  /** Entries that the report keeps; counts stay complete beyond it. */
  readonly reportEntriesMax: number;
}

const mebibyte = 1024 * 1024;

export const defaultBundleLimits: BundleLimits = {
  zipBytesMax: 512 * mebibyte,
  unpackedBytesMax: 2048 * mebibyte,
  fileUnpackedBytesMax: 1024 * mebibyte,
  ratioMax: 200,
  ratioCheckedFromBytes: mebibyte,
  filesMax: 64,
  fieldCharactersMax: 64 * 1024,
  recordBytesMax: mebibyte,
  columnsMax: 500,
  resumptionsMax: 20,
  reportEntriesMax: 10_000,
};
