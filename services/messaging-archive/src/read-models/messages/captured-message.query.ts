import type { Queryable } from '@sightline/event-store';

/** One arrival of a message, without breaking a seal. */
export interface CapturedMessageRow {
  readonly messageId: string;
  readonly authorizationId: string | null;
  readonly staffId: string | null;
  readonly medium: string;
  readonly sentAt: Date | null;
  readonly firstReceivedAt: Date;
  readonly copyGapSeconds: number | null;
  readonly uncoveredBecause: string | null;
  readonly unread: boolean;
  readonly custodyId: string;
  readonly receivedAt: Date;
  readonly by: string;
}

export async function capturedMessage(database: Queryable, custodyId: string): Promise<CapturedMessageRow> {
  const { rows } = await database.query<CapturedMessageRow>({
    name: 'messages.captured',
    text: `select message.message_id as "messageId", message.authorization_id as "authorizationId", message.staff_id as "staffId",
             message.medium, message.sent_at as "sentAt", message.received_at as "firstReceivedAt",
             message.copy_gap_seconds as "copyGapSeconds", message.uncovered_because as "uncoveredBecause", message.unread,
             arrival.custody_id as "custodyId", arrival.received_at as "receivedAt", arrival.by
           from custody as arrival join messages as message using (message_id) where arrival.custody_id = $1`,
    values: [custodyId],
  });
  return rows[0]!;
}

/** The member of staff whose authorization it is; undefined when there is none of this id. */
export async function holderOf(database: Queryable, authorizationId: string): Promise<string | undefined> {
  const { rows } = await database.query<{ staffId: string }>({
    name: 'messages.authorization-holder',
    text: 'select staff_id as "staffId" from covered_authorizations where authorization_id = $1',
    values: [authorizationId],
  });
  return rows[0]?.staffId;
}
