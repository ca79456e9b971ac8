import { Alert, AlertHeading } from '@trussworks/react-uswds';
import type { ReactNode } from 'react';

interface MessageContents {
  readonly type: 'success' | 'warning' | 'error' | 'info';
  readonly heading: string;
  readonly headingLevel?: 'h2' | 'h3';
  /** `alert` interrupts a screen reader, `status` waits; neither for what is there from the start. */
  readonly role?: 'alert' | 'status';
  readonly children?: ReactNode;
}

/** A box that says how something stands. */
export function Message({ type, heading, headingLevel = 'h2', role, children }: MessageContents) {
  return (
    <Alert type={type} {...(role === undefined ? {} : { role })}>
      <AlertHeading level={headingLevel}>{heading}</AlertHeading>
      <div className="usa-alert__text">{children}</div>
    </Alert>
  );
}
