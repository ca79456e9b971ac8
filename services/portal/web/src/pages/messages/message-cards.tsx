import type { ArchivedMessage, Party } from '../../api/archive-resources.ts';
import { Card, Cards, Status } from '../../layout/cards.tsx';
import { useDates, useText } from '../../messages/use-text.ts';
import { MaskedText } from './masked-text.tsx';

/** What one end of a message is called; empty names and addresses are somebody whom the message does not name. */
export function usePartyName(): (party: Party) => string {
  const text = useText();
  return ({ displayName, address }) => displayName || address || text('messages.unnamed');
}

/** Messages as a list, the newest arrivals first. */
export function MessageCards({ messages }: { readonly messages: readonly ArchivedMessage[] }) {
  const text = useText();
  const { moment, all } = useDates();
  const nameOf = usePartyName();
  return (
    <Cards>
      {messages.map((message) => (
        <Card
          key={message.id}
          to={`/messages/${message.id}`}
          title={
            message.subject ||
            text('messages.headline', { from: nameOf(message.from), medium: text(`medium.${message.medium}`) })
          }
          status={
            message.attachments.length > 0 && (
              <Status tone="over">{text('messages.attachments.count', { count: message.attachments.length })}</Status>
            )
          }
        >
          <span dir="auto">
            <MaskedText>{message.snippet ?? ''}</MaskedText>
          </span>
          <br />
          <MaskedText>
            {text('messages.from-to', {
              from: nameOf(message.from),
              to: all(message.to.map(nameOf)),
              time: moment(message.sentAt ?? message.receivedAt),
            })}
          </MaskedText>
        </Card>
      ))}
    </Cards>
  );
}
