import { restrictionKinds, type RestrictionKind } from '@sightline/contracts';
import { dateIn } from './cell-values.js';
import type { Row } from './read-rows.js';

const fromEver = '1900-01-01';
const all: readonly RestrictionKind[] = [...restrictionKinds].sort();

/** It fails closed: what the row does not say clearly restricts everything, from ever, without end (C9). Custody is everything. */
export const restrictionIn = (
  row: Row,
): { readonly kinds: readonly RestrictionKind[]; readonly from: string; readonly until: string | null } => {
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
    kinds: words.size === 0 || kinds.length < words.size ? all : kinds,
    from,
    until: until !== undefined && until >= from ? until : null,
  };
};
