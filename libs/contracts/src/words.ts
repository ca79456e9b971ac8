/** The written words of a request, read from `exception-request` at the moment of use. */
export interface RequestWords {
  readonly requestId: string;
  readonly reason: string;
  readonly channelAddress: string | null;
  readonly shortfallWhy: string | null;
}

export interface RequestWordsReader {
  /** The words of the latest submission of each request; unknown or disposed ones are left out. @throws OwnerUnavailable */
  requestWords(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestWords>>;
}
