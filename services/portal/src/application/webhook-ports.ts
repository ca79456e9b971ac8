import type { Queryable, Transaction } from '@sightline/event-store';

/** A message to one webhook, as it is put into the queue. */
export interface NewMessage {
  readonly eventId: string;
  readonly eventType: string;
  /** JSON; exactly what is sent. */
  readonly payload: string;
  readonly at: Date;
  /** When the event was decided: a webhook hears of nothing older than itself. */
  readonly decidedAt: Date;
}

/** A delivery that this process holds until its lease ends. */
export interface ClaimedMessage {
  readonly deliveryId: string;
  /** Sent as `webhook-id`: the same at every attempt. */
  readonly eventId: string;
  readonly payload: string;
  /** This one included. */
  readonly attempts: number;
  readonly expiresAt: Date;
}

/** A webhook whose messages are due, with what is needed to send them. */
export interface ClaimedLane {
  readonly leaseId: string;
  readonly url: string;
  /** Sealed; the one in use, and the one before while it signs too. */
  readonly sealedSecrets: readonly SealedSecret[];
  /** Failures in a row before these. */
  readonly failures: number;
  readonly failingSince: Date | null;
  /** In the order of their events. */
  readonly messages: readonly ClaimedMessage[];
}

export interface SealedSecret {
  readonly secretId: string;
  readonly sealed: string;
}

/** What an attempt came to. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly status: number }
  /** The receiver says that it is gone for good. */
  | { readonly kind: 'gone'; readonly status: number }
  /** An answer about this message: another one may fare better. */
  | { readonly kind: 'refused' | 'redirected'; readonly status: number }
  /** The receiver does not work at present; whatever else is due there waits. */
  | { readonly kind: 'failing'; readonly status: number }
  | { readonly kind: 'timed-out' | 'unreachable' | 'address-refused'; readonly status: null };

export interface AttemptResult {
  readonly deliveryId: string;
  readonly status: 'waiting' | 'delivered' | 'failed';
  readonly nextAttemptAt: Date;
  readonly outcome: Outcome;
  readonly at: Date;
}

/** How the address answers now. */
export interface EndpointState {
  readonly webhookId: string;
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly restUntil: Date | null;
  readonly deliveredAt: Date | null;
}

/** Rows written with the checkpoint, claimed after the commit, and settled after the attempt. */
export interface DeliveryRows {
  /** For every active webhook that names the type of a message. @returns how many rows were written */
  open(transaction: Transaction, messages: readonly NewMessage[]): Promise<number>;
  /** Webhooks at which something is due. */
  due(now: Date): Promise<readonly string[]>;
  claim(webhookId: string, now: Date, limit: number, leaseMs: number): Promise<ClaimedLane | undefined>;
  /** Gives back whatever of the lease is not among the results. */
  settle(leaseId: string, results: readonly AttemptResult[], endpoint: EndpointState): Promise<void>;
  /** Ends what is too old, destroys secrets that sign no more, and forgets what was settled long ago; a bounded part of it. @returns how many rows */
  tidy(now: Date): Promise<number>;
}

/** Seals what signs, so that a copy of the database signs nothing. */
export interface SecretBox {
  seal(secretId: string, secret: Uint8Array): Promise<string>;
  /** @throws Error when it was sealed by another installation, for another id, or changed since */
  open(sealed: SealedSecret): Promise<Uint8Array>;
}

/** The far end. Follows no redirect, reads a bounded answer within ten seconds, and connects to no address inside (SSRF). */
export interface MessageSender {
  send(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Outcome>;
  close(): Promise<void>;
}

/** Why an address cannot be a webhook's; undefined when it can. What a name leads to is looked at when it is connected to. */
export type AddressFault = (url: string) => string | undefined;

/** A sealed secret by its id; undefined when it is destroyed. */
export type FindSecret = (database: Queryable, secretId: string) => Promise<SealedSecret | undefined>;
