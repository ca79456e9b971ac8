import type { EventEnvelope, MessagesDisclosed } from '@sightline/contracts';
import type { Projection } from '@sightline/event-store';

type Disclosed = MessagesDisclosed & Pick<EventEnvelope, 'time'>;

/** Who saw which message when, and by what right (C9). Kept as long as the record. */
export const disclosuresProjection: Projection = {
  name: 'disclosures',
  types: new Set<string>(['sightline.messaging-archive.messages-disclosed.v1' satisfies MessagesDisclosed['type']]),
  async apply(transaction, staged) {
    const events = staged as unknown as readonly Disclosed[];
    await transaction.query({
      name: 'disclosures.write',
      text: `insert into disclosures select * from jsonb_populate_recordset(null::disclosures, $1::jsonb)`,
      values: [
        JSON.stringify(
          events.map(({ data, time }) => ({
            disclosure_id: data.disclosureId,
            viewer_id: data.viewerId,
            ...{ basis: data.basis, act: data.act, clause: data.clause, at: time },
          })),
        ),
      ],
    });
    const shown = events.flatMap(({ data }) =>
      [...new Set(data.messageIds)].map((messageId) => [messageId, data.disclosureId]),
    );
    await transaction.query({
      name: 'disclosures.write-messages',
      text: 'insert into disclosed_messages select * from unnest($1::uuid[], $2::uuid[])',
      values: [shown.map(([messageId]) => messageId), shown.map(([, disclosureId]) => disclosureId)],
    });
  },
};
