import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** A list of things that each have a page of their own. */
export function Cards({ children }: { readonly children: ReactNode }) {
  return <ul className="cards">{children}</ul>;
}

export interface CardContents {
  readonly to: string;
  readonly title: string;
  readonly status?: ReactNode;
  /** Before the title, as a box to tick. */
  readonly before?: ReactNode;
  readonly children?: ReactNode;
}

export function Card({ to, title, status, before, children }: CardContents) {
  return (
    <li className="card">
      {before}
      <div className="card-body">
        <h3 className="card-title">
          <Link className="usa-link" to={to}>
            {title}
          </Link>
        </h3>
        {status}
        {children !== undefined && <p className="card-more">{children}</p>}
      </div>
    </li>
  );
}

/** Where something stands; the colour only repeats the word. */
export function Status({
  tone,
  children,
}: {
  readonly tone: 'open' | 'good' | 'bad' | 'over';
  readonly children: ReactNode;
}) {
  return <span className={`status status--${tone}`}>{children}</span>;
}
