import { restrictionKinds, type RestrictionKind } from '@sightline/contracts';
import type { RosterRestriction } from '../../domain/index.js';
import { dateIn } from './cell-values.js';
import type { Row } from './read-rows.js';

const fromEver = '1900-01-01';

/** It fails closed: what the row does not say clearly restricts everything, from ever, without end (C9). */
export const restrictionIn = (row: Row): RosterRestriction => {
  const words = new Set(
    row
      .get('kinds')
      .split(';')
      .map((word) => word.trim().toLowerCase())
      .filter(Boolean),
  );
  const kinds = [...words]
    .filter((word): word is RestrictionKind => restrictionKinds.some((kind) => kind === word))
    .sort();
  const from = dateIn(row.get('from')) ?? fromEver;
  const until = dateIn(row.get('until'));
  return {
    studentSourcedId: row.get('relatedSourcedId'),
    guardianSourcedId: row.get('sourcedId'),
    kinds: words.size === 0 || kinds.length < words.size ? [...restrictionKinds].sort() : kinds,
    from,
    until: until !== undefined && until >= from ? until : null,
    reference: row.get('reference'),
  };
};

/** Two rows that speak of one restriction: whatever either restricts, for as long as either says. */
export const strictest = (left: RosterRestriction, right: RosterRestriction): RosterRestriction => ({
  ...left,
  kinds: [...new Set([...left.kinds, ...right.kinds])].sort(),
  from: left.from < right.from ? left.from : right.from,
  until: left.until === null || right.until === null ? null : left.until > right.until ? left.until : right.until,
});
