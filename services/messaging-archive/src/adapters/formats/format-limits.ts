const mebibyte = 1024 ** 2;

/** Bounds that hold memory and time; each is far above what real exports reach. */
export const formatLimits = {
  /** One mail with its attachments, as mail servers take it at the most. */
  messageBytesMax: 64 * mebibyte,
  /** Text of HTML that is turned into plain text for the search. */
  htmlLengthMax: 2 * mebibyte,
  headerBytesMax: mebibyte,
  partsMax: 1_000,
  /** A mail of the largest size in lines of base64 has fewer; a line costs time whatever is in it. */
  linesMax: 1_000_000,
  partiesMax: 2_000,
  referencesMax: 200,
  /** One row of a phone's export: an MMS with its pictures in base64. */
  rowCharactersMax: 64 * mebibyte,
  lineCharactersMax: mebibyte,
  archiveEntriesMax: 100_000,
  archiveBytesMax: 16 * 1024 * mebibyte,
  /** How many times a packed file may grow; text of chats and mail reaches about 20. */
  archiveGrowthMax: 200,
} as const;
