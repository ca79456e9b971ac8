import type { MessageFormat } from '@sightline/contracts';
import type { Counted, RefusedItem } from './tally.js';

/** What an import came to: the whole of what is kept of an export beside the chosen messages (C7, C8). */
export interface Reckoning {
  readonly importId: string;
  readonly staffId: string;
  readonly authorizationId: string | null;
  readonly format: MessageFormat | null;
  readonly seen: number;
  readonly new: number;
  readonly alreadyHad: number;
  readonly refused: number;
  readonly notChosen: number;
  readonly copiesMissing: number;
  readonly refusedBecause: Readonly<Record<string, number>>;
  readonly refusedItems: readonly RefusedItem[];
  readonly remarks: readonly { readonly remark: string; readonly place: string }[];
  /** RFC 3339, UTC. */
  readonly completedAt: string;
}

/** @param newCount of those taken, how many the archive did not have @throws RangeError when the sum does not come out */
export const reckoningOf = (
  counted: Counted,
  newCount: number,
  rest: Omit<Reckoning, 'seen' | 'new' | 'alreadyHad' | 'refused' | 'notChosen'>,
): Reckoning => {
  const { seen, taken, refused, notChosen } = counted;
  const alreadyHad = taken - newCount;
  if (alreadyHad < 0 || seen !== newCount + alreadyHad + refused + notChosen)
    throw new RangeError('the reckoning does not come out');
  return { ...rest, seen, new: newCount, alreadyHad, refused, notChosen };
};

/** The signed text: members in the order of their names, no blanks, so that anybody can write the same again. */
export const reckoningText = (reckoning: Reckoning): string => canonical(reckoning);

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
};
