import { createContext, useContext, type ReactNode } from 'react';
import { Link } from 'react-router';

const TitleLevel = createContext<'h2' | 'h3'>('h2');

/** A list of things that each have a page of their own. @param under the level of the heading above the list */
export function Cards({ under = 'h1', children }: { readonly under?: 'h1' | 'h2'; readonly children: ReactNode }) {
  return (
    <TitleLevel value={under === 'h1' ? 'h2' : 'h3'}>
      <ul className="cards">{children}</ul>
    </TitleLevel>
  );
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
  const Title = useContext(TitleLevel);
  return (
    <li className="card">
      {before}
      <div className="card-body">
        <Title className="card-title">
          <Link className="usa-link" to={to}>
            {title}
          </Link>
        </Title>
        {status}
        {children !== undefined && <p className="card-more">{children}</p>}
      </div>
    </li>
  );
}

type Tone = 'open' | 'good' | 'bad' | 'over';
const tones: Readonly<Record<Tone, string>> = {
  open: 'status status--open',
  good: 'status status--good',
  bad: 'status status--bad',
  over: 'status',
};

/** Where something stands; the colour only repeats the word. */
export function Status({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={tones[tone]}>{children}</span>;
}
