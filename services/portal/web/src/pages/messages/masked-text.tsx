import { Fragment } from 'react';
import { useText } from '../../messages/use-text.ts';

const hiddenPart = /(█+)/;

/** Words of a message: what is hidden from this visitor is said to a screen reader as well (C9). */
export function MaskedText({ children }: { readonly children: string }) {
  const text = useText();
  return children.split(hiddenPart).map((part, index) =>
    part.startsWith('█') ? (
      <Fragment key={index}>
        <span aria-hidden="true">{part}</span>
        <span className="usa-sr-only">{text('message.hidden')}</span>
      </Fragment>
    ) : (
      part
    ),
  );
}
