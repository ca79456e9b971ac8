import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@sightline/service-kit';
import { newSetUpLink, opens, used } from '../domain/set-up-link.js';
import type { SetUpLink } from '../domain/set-up-link.js';

/** Keeps the one link there is. */
export interface SetUpLinkStore {
  read(): Promise<SetUpLink | undefined>;
  /** Replaces the link as a whole, durably. */
  write(link: SetUpLink): Promise<void>;
}

/** Who became the operator. */
export interface NamedOperator {
  readonly personId: string;
  readonly displayName: string;
}

export interface OperatorNaming {
  /** Gives the operator's role to the person with this roster `username`, `email` or `sourcedId`; undefined when nobody is meant. Repeating it changes nothing. */
  assignOperator(login: string): Promise<NamedOperator | undefined>;
}

export type SetUpOutcome =
  | { readonly outcome: 'named'; readonly operator: NamedOperator }
  | { readonly outcome: 'nobody-meant' }
  /** Unknown, used or expired: not told apart. */
  | { readonly outcome: 'closed' };

const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Names the first operator of an empty district by a link that works once, for 24 hours. */
export class SetUpFirstOperator {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly links: SetUpLinkStore,
    private readonly operators: OperatorNaming,
    private readonly clock: Clock,
  ) {}

  /** A new token (32 random bytes) for `/setup/<token>`; whatever link was printed before is closed by it. */
  async issue(): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.links.write(newSetUpLink(sha256(token), this.clock.now()));
    return token;
  }

  /** Whether the link would work. Changes nothing. */
  async isOpen(token: string): Promise<boolean> {
    return opens(await this.links.read(), sha256(token), this.clock.now());
  }

  /**
   * Names the operator and closes the link; a login that belongs to nobody leaves it open. Of several at once one wins: they
   * queue here, in the one portal process that holds the folder.
   */
  nameOperator(token: string, login: string): Promise<SetUpOutcome> {
    const mine = this.last.then(() => this.nameNext(token, login));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Assigns before it closes the link: a crash between leaves a link that can repeat the same harmless step, never a district without an operator. */
  private async nameNext(token: string, login: string): Promise<SetUpOutcome> {
    const link = await this.links.read();
    if (!opens(link, sha256(token), this.clock.now())) return { outcome: 'closed' };
    const operator = await this.operators.assignOperator(login);
    if (operator === undefined) return { outcome: 'nobody-meant' };
    await this.links.write(used(link, this.clock.now()));
    return { outcome: 'named', operator };
  }
}
