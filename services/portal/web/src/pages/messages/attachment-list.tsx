import { useIntl } from 'react-intl';
import type { Attachment } from '../../api/archive-resources.ts';
import { useText } from '../../messages/use-text.ts';

const kilobyte = 1024;

/** What came with a message; what may name other families is looked through first (C9). */
export function AttachmentList({ attachments }: { readonly attachments: readonly Attachment[] }) {
  const text = useText();
  const intl = useIntl();
  if (attachments.length === 0) return null;
  return (
    <section aria-labelledby="message-attachments">
      <h2 id="message-attachments">{text('message.attachments')}</h2>
      <ul className="usa-list">
        {attachments.map(({ id, fileName, size, status, links }) => (
          <li key={id}>
            {status === 'open' && links.self !== undefined ? (
              <a className="usa-link" href={links.self} download>
                {fileName}
              </a>
            ) : (
              fileName
            )}{' '}
            ({intl.formatNumber(Math.ceil(size / kilobyte))} KB)
            {status === 'in-review' && <> · {text('message.attachment.in-review')}</>}
          </li>
        ))}
      </ul>
    </section>
  );
}
