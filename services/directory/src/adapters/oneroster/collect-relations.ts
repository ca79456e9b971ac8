import { restrictionKey } from '../../domain/index.js';
import type { Collect } from './collect-places.js';
import type { Row } from './read-rows.js';
import type { ReportBuilder } from './report-builder.js';
import { restrictionIn, strictest } from './restriction-rows.js';
import type { RosterDraft } from './roster-draft.js';

type Problem = readonly [column: string, code: string, message: string];
type CollectRelation = (row: Row, draft: RosterDraft, file: string) => Problem | undefined;
type Named = 'sourcedId' | 'relatedSourcedId' | 'buildingSourcedId';

const unknownPerson = (column: string): Problem => [
  column,
  'unknown-reference',
  'Nobody on the roster has this sourcedId.',
];
const isPerson = (column: Named, row: Row, draft: RosterDraft, file: string, kind?: 'anybody'): boolean =>
  row.get(column) !== '' && draft.hasPerson(row.get(column), { file, line: row.line, column }, kind);
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const pair =
  (take: (draft: RosterDraft, person: string, related: string) => Problem | undefined): CollectRelation =>
  (row, draft, file) => {
    const person = row.get('sourcedId');
    const related = row.get('relatedSourcedId');
    if (!isPerson('sourcedId', row, draft, file)) return unknownPerson('sourcedId');
    if (!isPerson('relatedSourcedId', row, draft, file)) return unknownPerson('relatedSourcedId');
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

const technology: CollectRelation = (row, draft, file) => {
  const person = row.get('sourcedId');
  const building = row.get('buildingSourcedId');
  if (!isPerson('sourcedId', row, draft, file)) return unknownPerson('sourcedId');
  if (building !== '' && !draft.hasBuilding(building, { file, line: row.line, column: 'buildingSourcedId' }))
    return ['buildingSourcedId', 'unknown-reference', 'No row of orgs.csv has this sourcedId.'];
  draft.technology.set(person, [
    ...new Set([...(draft.technology.get(person) ?? []), building === '' ? null : building]),
  ]);
  return undefined;
};

const language: CollectRelation = (row, draft, file) => {
  const person = row.get('sourcedId');
  const tag = row.get('language');
  if (!isPerson('sourcedId', row, draft, file)) return unknownPerson('sourcedId');
  if (!languageTag.test(tag)) return ['language', 'not-a-language', 'A language is a BCP 47 tag, as in en, es or so.'];
  draft.languages.set(person, tag);
  return undefined;
};

const restriction: CollectRelation = (row, draft, file) => {
  if (!isPerson('sourcedId', row, draft, file, 'anybody')) return unknownPerson('sourcedId');
  if (!isPerson('relatedSourcedId', row, draft, file, 'anybody')) return unknownPerson('relatedSourcedId');
  const recorded = restrictionIn(row);
  const key = restrictionKey(recorded);
  const earlier = draft.restrictions.get(key);
  draft.restrictions.set(key, earlier ? strictest(earlier, recorded) : recorded);
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
      ? collect(row, draft, file)
      : ['type', 'unknown-relation', `A relation is one of ${Object.keys(relationTypes).join(', ')}.`];
    if (problem) {
      report.refuse(file, row.line, ...problem);
      for (const column of ['sourcedId', 'relatedSourcedId'] as const)
        if (row.get(column) !== '') draft.heldRelations.add(row.get(column));
    }
    return problem === undefined;
  };
};
