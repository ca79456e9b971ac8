import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../messages/use-text.ts';

/** A page with its one heading: names the window, and takes the focus when a visitor arrives from another page. */
export function Page({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const text = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef<string>(undefined);
  useEffect(() => {
    document.title = `${title} – ${text('app.name')}`;
  }, [title, text]);
  useEffect(() => {
    // Not on the first page of a visit: there the browser begins at the top, before the skip link.
    if (shown.current === undefined && window.history.state?.idx > 0) heading.current?.focus();
    shown.current = title;
  }, [title]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="page-title">
        {title}
      </h1>
      {children}
    </>
  );
}

/** Names and values of one thing. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
