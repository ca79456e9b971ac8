import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { meQuery, messageQuery } from '../api/queries.ts';
import type { ArchivedMessage } from '../api/archive-resources.ts';
import { Message } from '../layout/message.tsx';
import { Fact, Facts, Page } from '../layout/page.tsx';
import { Loaded } from '../layout/states.tsx';
import { useDates, useText } from '../messages/use-text.ts';
import { isStaff } from '../session/roles.ts';
import { AttachmentList } from './messages/attachment-list.tsx';
import { MaskedText } from './messages/masked-text.tsx';
import { usePartyName } from './messages/message-cards.tsx';

const minute = 60;

/** One archived message, as text alone (C7, C9). */
export function MessagePage() {
  const text = useText();
  const { id = '' } = useParams();
  const message = useQuery(messageQuery(id));
  return (
    <Page title={text('message.title')}>
      <Loaded query={message}>{(found) => <WholeMessage message={found} />}</Loaded>
      <p>
        <Link className="usa-link" to="/messages">
          {text('message.back')}
        </Link>
      </p>
    </Page>
  );
}

function WholeMessage({ message }: { readonly message: ArchivedMessage }) {
  const text = useText();
  const { moment, all } = useDates();
  const nameOf = usePartyName();
  const staff = isStaff(useQuery(meQuery).data!);
  const gap = message.copyGapSeconds;
  return (
    <>
      {message.masked && (
        <Message type="info" heading={text('message.masked.title')}>
          {text('message.masked.body')}
        </Message>
      )}
      {message.unread && (
        <Message type="warning" heading={text('message.unread.title')}>
          {text('message.unread.body')}
        </Message>
      )}
      {message.unverified && (
        <Message type="warning" heading={text('message.unverified.title')}>
          {text('message.unverified.body')}
        </Message>
      )}
      <Facts>
        <Fact name={text('message.from')}>
          <MaskedText>{nameOf(message.from)}</MaskedText>
        </Fact>
        <Fact name={text('message.to')}>
          <MaskedText>{all(message.to.map(nameOf))}</MaskedText>
        </Fact>
        <Fact name={text('message.sent')}>
          {message.sentAt === null ? text('message.sent.unknown') : moment(message.sentAt)}
        </Fact>
        <Fact name={text('request.channel')}>{text(`medium.${message.medium}`)}</Fact>
        {typeof gap === 'number' && (
          <Fact name={text('message.copy')}>{text('message.copy.after', { minutes: Math.ceil(gap / minute) })}</Fact>
        )}
        {message.uncovered && <Fact name={text('message.uncovered')}>{text('message.uncovered.body')}</Fact>}
      </Facts>
      <section aria-labelledby="message-words">
        <h2 id="message-words" dir="auto">
          <MaskedText>{message.subject || text('message.words')}</MaskedText>
        </h2>
        <blockquote className="words" dir="auto">
          <MaskedText>{message.text || text('message.empty')}</MaskedText>
        </blockquote>
        {!staff && <p className="usa-hint">{text('message.language')}</p>}
      </section>
      <AttachmentList attachments={message.attachments} />
      {message.links.source !== undefined && (
        <p>
          <a className="usa-link" href={message.links.source} download>
            {text('message.source')}
          </a>
        </p>
      )}
      <p>{text('messages.recorded')}</p>
    </>
  );
}
