import { restrictionKinds, type RestrictionKind } from '@sightline/contracts';
import { restrictionKey, type RosterRestriction } from '../../domain/index.js';
import { dateIn } from './cell-values.js';
import type { Collect } from './collect-places.js';
import type { Row } from './read-rows.js';
import type { ReportBuilder } from './report-builder.js';
import type { RosterDraft } from './roster-draft.js';

type Problem = readonly [column: string, code: string, message: string];
type CollectRelation = (row: Row, draft: RosterDraft) => Problem | undefined;

const unknownPerson = (column: string): Problem => [
  column,
  'unknown-reference',
  'Nobody on the roster has this sourcedId.',
];
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const pair =
  (take: (draft: RosterDraft, person: string, related: string) => Problem | undefined): CollectRelation =>
  (row, draft) => {
    const person = row.get('sourcedId');
    const related = row.get('relatedSourcedId');
    if (!draft.hasPerson(person)) return unknownPerson('sourcedId');
    if (related === '' || !draft.hasPerson(related)) return unknownPerson('relatedSourcedId');
    if (person === related) return ['relatedSourcedId', 'same-person', 'Both ends are the same person.'];
    return take(draft, person, related);
  };

const supervisor = pair((draft, staff, supervisorId) => {
  if (draft.supervisors.has(staff))
    return ['sourcedId', 'duplicate-id', 'This person has a supervisor on an earlier row; that row was taken.'];
  draft.supervisors.set(staff, supervisorId);
  return undefined;
});

const sibling = pair((draft, left, right) => {
  for (const [person, other] of [
    [left, right],
    [right, left],
  ] as const)
    draft.siblings.set(person, (draft.siblings.get(person) ?? new Set()).add(other));
  return undefined;
});

const technology: CollectRelation = (row, draft) => {
  const person = row.get('sourcedId');
  const building = row.get('buildingSourcedId');
  if (!draft.hasPerson(person)) return unknownPerson('sourcedId');
  if (building !== '' && !draft.hasBuilding(building))
    return ['buildingSourcedId', 'unknown-reference', 'No row of orgs.csv has this sourcedId.'];
  draft.technology.set(person, [
    ...new Set([...(draft.technology.get(person) ?? []), building === '' ? null : building]),
  ]);
  return undefined;
};

const language: CollectRelation = (row, draft) => {
  const person = row.get('sourcedId');
  const tag = row.get('language');
  if (!draft.hasPerson(person)) return unknownPerson('sourcedId');
  if (!languageTag.test(tag)) return ['language', 'not-a-language', 'A language is a BCP 47 tag, as in en, es or so.'];
  draft.languages.set(person, tag);
  return undefined;
};

const restriction: CollectRelation = (row, draft) => {
  const guardianSourcedId = row.get('sourcedId');
  const studentSourcedId = row.get('relatedSourcedId');
  if (!draft.hasPerson(guardianSourcedId)) return unknownPerson('sourcedId');
  if (studentSourcedId === '' || !draft.hasPerson(studentSourcedId)) return unknownPerson('relatedSourcedId');
  const words = row
    .get('kinds')
    .split(';')
    .map((word) => word.trim().toLowerCase())
    .filter(Boolean);
  const kinds = [...new Set(words)]
    .filter((word): word is RestrictionKind => restrictionKinds.some((kind) => kind === word))
    .sort();
  // It fails closed: what the row does not say clearly restricts everything, from ever, without end (C9).
  const unclear = words.length === 0 || kinds.length !== new Set(words).size;
  const untilText = row.get('until');
  const recorded: RosterRestriction = {
    studentSourcedId,
    guardianSourcedId,
    kinds: unclear ? [...restrictionKinds].sort() : kinds,
    from: dateIn(row.get('from')) ?? '1900-01-01',
    until: untilText === '' ? null : (dateIn(untilText) ?? null),
    reference: row.get('reference'),
  };
  draft.restrictions.set(restrictionKey(recorded), recorded);
  return undefined;
};

const relationTypes: Readonly<Record<string, CollectRelation>> = {
  supervisor,
  sibling,
  technology,
  language,
  restriction,
};

/** Our own file for what OneRoster cannot say. A restriction is never refused for being unclear: it then restricts more. */
export const collectRelations = (file: string, draft: RosterDraft, report: ReportBuilder): Collect => {
  return (row) => {
    const type = row.get('type').toLowerCase();
    const collect = relationTypes[type];
    const problem: Problem | undefined = collect
      ? collect(row, draft)
      : ['type', 'unknown-relation', `A relation is one of ${Object.keys(relationTypes).join(', ')}.`];
    if (problem) report.refuse(file, row.line, ...problem);
    return problem === undefined;
  };
};
