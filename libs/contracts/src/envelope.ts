/**
 * What every service publishes: a CloudEvents 1.0 envelope in its JSON form, with Sightline's extension attributes.
 *
 * Carries ids and commitments only: no names, addresses, message bodies or written reasons (design §3).
 */
export interface EventEnvelope<Type extends string = string, Data extends object = object> {
  readonly specversion: '1.0';
  /** UUIDv7, set by the log that first held the event. */
  readonly id: string;
  /** `/sightline/<service>`. */
  readonly source: string;
  /** `sightline.<service>.<what-happened>.v<N>`. */
  readonly type: Type;
  /** The aggregate: `<aggregate>/<id>`; the stream that the event belongs to. */
  readonly subject: string;
  /** RFC 3339, UTC: when it was decided. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Data;
  /** The case: one id from a request to its last notice. */
  readonly correlationid: string;
  /** Id of the event or command that led to this one. */
  readonly causationid: string;
  /** `person:<uuid>`, `client:<id>` or `system:<service>`: on whose behalf. */
  readonly actor: string;
  /** Version of the policy under which it was decided (C11). */
  readonly policyversion: string;
  /** Order holds per log and partition key: the case, or for roster events the person or group. */
  readonly partitionkey: string;
  /** Name of the log (the producing service). */
  readonly log: string;
  /** Epoch of that log; a restore opens a new one. */
  readonly epoch: number;
  /** Dense position in the log, in commit order, from 1. */
  readonly position: number;
  /** Version of the event within its subject, dense from 1. */
  readonly subjectversion: number;
  /** W3C trace context, when the cause carried one. */
  readonly traceparent?: string;
}
