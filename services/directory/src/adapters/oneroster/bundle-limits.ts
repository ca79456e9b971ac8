/** How much a bundle may hold; generous for 100,000 people and 600,000 enrolments. */
export interface BundleLimits {
  readonly filesMax: number;
  /** Bytes of all files together once unpacked. */
  readonly unpackedBytesMax: number;
  /** How many times a file may grow when it is unpacked. */
  readonly growthMax: number;
  readonly rowsPerFileMax: number;
  readonly fieldLengthMax: number;
  /** Rows that cannot be read and are held back one by one; with more of them no file is a whole list. */
  readonly heldRowsMax: number;
  /** Report entries listed one by one; the rest is counted. */
  readonly reportEntriesMax: number;
}

export const defaultBundleLimits: BundleLimits = {
  filesMax: 64,
  unpackedBytesMax: 2 * 1024 ** 3,
  growthMax: 200,
  rowsPerFileMax: 5_000_000,
  fieldLengthMax: 64 * 1024,
  heldRowsMax: 10_000,
  reportEntriesMax: 10_000,
};
