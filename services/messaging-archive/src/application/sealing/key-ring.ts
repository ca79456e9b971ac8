import { createHmac, randomBytes } from 'node:crypto';
import { derivedKey } from './sealed-box.js';

/** Wraps data keys under a key that never leaves its place: a file here, a key management service elsewhere. */
export interface KeyWrapping {
  /** Names the master key, so that a change of it is seen. */
  readonly masterKeyId: string;
  /** `scope` is bound to the wrapped key: it opens as no other scope's. */
  wrap(dataKey: Buffer, scope: string): Promise<Buffer>;
  /** @throws SealBroken */
  unwrap(wrapped: Buffer, scope: string): Promise<Buffer>;
}

export interface WrappedKey {
  readonly keyId: string;
  readonly scope: string;
  /** Null: destroyed, and what it sealed with it. */
  readonly wrapped: Buffer | null;
}

export interface KeyTable {
  byScope(scopes: readonly string[]): Promise<readonly WrappedKey[]>;
  byId(keyIds: readonly string[]): Promise<readonly WrappedKey[]>;
  /** Adds those whose scope has no key yet; another process may have been first. */
  add(keys: readonly (WrappedKey & { readonly authorizationId: string | null })[], masterKeyId: string): Promise<void>;
}

/** The keys of one scope, each for one use. */
export interface ScopeKey {
  readonly keyId: string;
  readonly content: Buffer;
  readonly blobs: Buffer;
  /** HMAC-SHA-256 for looking up what is equal, without saying what it is. */
  hash(what: string, value: string | Uint8Array): Buffer;
  readonly search: Buffer;
}

/** For what no authorization covers. */
const uncoveredScope = 'uncovered';
/** For matching addresses and numbers with people; district-wide, seals nothing. */
export const matchingScope = 'matching';
export const scopeOf = (authorizationId: string | null): string =>
  authorizationId === null ? uncoveredScope : `authorization/${authorizationId}`;
const authorizationIn = (scope: string): string | null =>
  scope.startsWith('authorization/') ? scope.slice('authorization/'.length) : null;

const heldMax = 5_000;

const scopeKey = (keyId: string, dataKey: Buffer): ScopeKey => {
  const hashing = derivedKey(dataKey, 'hashes');
  return {
    keyId,
    content: derivedKey(dataKey, 'content'),
    blobs: derivedKey(dataKey, 'blobs'),
    search: derivedKey(dataKey, 'search'),
    hash: (what, value) => createHmac('sha256', hashing).update(`${what}\0`).update(value).digest(),
  };
};

/** A random key for each authorization, made when it is first needed (design §8); the opened ones are held in memory, bounded. */
export class KeyRing {
  private readonly held = new Map<string, ScopeKey>();

  constructor(
    private readonly table: KeyTable,
    private readonly wrapping: KeyWrapping,
    private readonly newId: () => string,
  ) {}

  /** Keys for writing: every scope gets one. @throws KeyDestroyed */
  async ofScopes(scopes: readonly string[]): Promise<ReadonlyMap<string, ScopeKey>> {
    const keys = new Map<string, ScopeKey>();
    const missing = [...new Set(scopes)].filter((scope) => {
      const key = this.held.get(scope);
      if (key) keys.set(scope, key);
      return !key;
    });
    if (missing.length === 0) return keys;
    let known = await this.table.byScope(missing);
    const unmade = missing.filter((scope) => !known.some((each) => each.scope === scope));
    if (unmade.length > 0) {
      const made = await Promise.all(
        unmade.map(async (scope) => ({
          keyId: this.newId(),
          scope,
          authorizationId: authorizationIn(scope),
          wrapped: await this.wrapping.wrap(randomBytes(32), scope),
        })),
      );
      await this.table.add(made, this.wrapping.masterKeyId);
      known = await this.table.byScope(missing);
    }
    for (const each of known) {
      const key = await this.opened(each);
      if (!key) throw new KeyDestroyed(each.scope);
      keys.set(each.scope, key);
    }
    return keys;
  }

  async ofScope(scope: string): Promise<ScopeKey> {
    return this.held.get(scope) ?? (await this.ofScopes([scope])).get(scope)!;
  }

  /** Keys for reading; destroyed and unknown ones are left out. */
  async ofIds(keyIds: readonly string[]): Promise<ReadonlyMap<string, ScopeKey>> {
    const keys = new Map<string, ScopeKey>();
    for (const each of await this.table.byId([...new Set(keyIds)])) {
      const key = await this.opened(each);
      if (key) keys.set(each.keyId, key);
    }
    return keys;
  }

  private async opened({ keyId, scope, wrapped }: WrappedKey): Promise<ScopeKey | undefined> {
    if (wrapped === null) {
      this.held.delete(scope);
      return undefined;
    }
    const held = this.held.get(scope);
    if (held?.keyId === keyId) return held;
    const key = scopeKey(keyId, await this.wrapping.unwrap(wrapped, scope));
    if (this.held.size >= heldMax) this.held.delete(this.held.keys().next().value!);
    this.held.set(scope, key);
    return key;
  }
}

/** What this key sealed was disposed of; nothing new is sealed under it. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed';
  constructor(scope: string) {
    super(`the key of ${scope} was destroyed`);
  }
}
