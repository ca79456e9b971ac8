/** Stands for written words kept by their owner: HMAC-SHA-256 (hex) under a key stored beside the words (design §3). */
export interface WordsCommitment {
  readonly recordId: string;
  readonly commitment: string;
}
