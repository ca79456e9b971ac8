/** Where the copies under one authorization go (C7); a secret of the member of staff and the supervisor. */
export interface CopyAddress {
  readonly authorizationId: string;
  readonly copyAddressId: string;
  readonly address: string;
}

export interface CopyAddressReader {
  /** The addresses in use; an authorization without one, or that has ended, is left out. @throws OwnerUnavailable */
  copyAddresses(authorizationIds: readonly string[]): Promise<ReadonlyMap<string, CopyAddress>>;
}
