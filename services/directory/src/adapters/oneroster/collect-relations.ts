import type { StagedRelation } from '../../application/staged-rows.js';
import { dateIn, noDate, type Objection } from './cell-values.js';
import { missingValue, type Collect, type Collecting } from './collect-places.js';
import { addressIn, objectionToAddress, objectionToPhone } from './contact-rows.js';
import type { Row } from './read-rows.js';
import { restrictionIn } from './restriction-rows.js';

type Type = StagedRelation['type'];

const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const samePerson = (row: Row): Objection | undefined =>
  row.get('sourcedId') === row.get('relatedSourcedId')
    ? ['relatedSourcedId', 'same-person', 'Both ends are the same person.']
    : undefined;

const placeIn = (row: Row): number | undefined =>
  /^[1-9]\d?$/.test(row.get('order')) ? Number(row.get('order')) : undefined;

/** Only a person's name and a document lift a restriction (C9). */
const objectionToRelease = (row: Row): Objection | undefined => {
  const missing = ['reference', 'verifiedBy'].find((column) => row.get(column) === '');
  if (missing !== undefined)
    return [missing, 'release-unproved', 'A release needs the document (reference) and who verified it (verifiedBy).'];
  return row.get('from') !== '' && dateIn(row.get('from')) === undefined ? noDate('from') : undefined;
};

/** Why a row of this type cannot be taken, as far as the row alone can tell. */
const objections: Readonly<Record<Type, (row: Row) => Objection | undefined>> = {
  supervisor: samePerson,
  sibling: samePerson,
  technology: () => undefined,
  language: (row) =>
    languageTag.test(row.get('language'))
      ? undefined
      : ['language', 'not-a-language', 'A language is a BCP 47 tag, as in en, es or so.'],
  restriction: () => undefined,
  release: objectionToRelease,
  contact: (row) =>
    placeIn(row) === undefined ? ['order', 'not-a-place', 'A place is a number from 1 to 99.'] : samePerson(row),
  address: objectionToAddress,
  phone: objectionToPhone,
};

const related = new Set<Type>(['supervisor', 'sibling', 'restriction', 'release', 'contact']);

const requiredOf = (type: Type): readonly string[] =>
  type === 'phone' ? ['buildingSourcedId'] : related.has(type) ? ['sourcedId', 'relatedSourcedId'] : ['sourcedId'];

const relationOf = (type: Type, row: Row): StagedRelation => {
  const restriction = type === 'restriction' ? restrictionIn(row) : undefined;
  return {
    line: row.line,
    type,
    person: row.get('sourcedId'),
    related: row.get('relatedSourcedId'),
    building: row.get('buildingSourcedId'),
    language: row.get('language'),
    from: restriction ? restriction.from : (dateIn(row.get('from')) ?? null),
    until: restriction ? restriction.until : null,
    kinds: restriction?.kinds ?? [],
    reference: row.get('reference'),
    verifiedBy: row.get('verifiedBy'),
    releases: row.get('releases'),
    place: type === 'contact' ? placeIn(row)! : null,
    address: type === 'address' ? addressIn(row) : null,
    phone: type === 'phone' ? row.get('phone') : '',
  };
};

const isType = (word: string): word is Type => Object.hasOwn(objections, word);

/** Our own file for what OneRoster cannot say. A restriction is never refused for being unclear: it then restricts more. */
export const collectRelations = (collecting: Collecting): Collect => {
  const { file, sink, report } = collecting;
  return (row) => {
    const type = row.get('type').toLowerCase();
    const refuse = (objection?: Objection): false => {
      if (objection) report.refuse(file, row.line, ...objection);
      for (const column of ['sourcedId', 'relatedSourcedId', 'buildingSourcedId'])
        sink.hold('relations', row.get(column));
      return false;
    };
    if (!isType(type))
      return refuse(['type', 'unknown-relation', `A relation is one of ${Object.keys(objections).join(', ')}.`]);
    if (missingValue(collecting, row, requiredOf(type))) return refuse();
    const wrong = objections[type](row);
    if (wrong) return refuse(wrong);
    sink.stage('relations', relationOf(type, row));
    return true;
  };
};

const guardianWords = new Set(['parent', 'guardian']);

/** Microsoft School Data Sync 2.1 `relationships.csv`: a student, a contact and what the contact is. */
export const collectContacts = (collecting: Collecting): Collect => {
  const { file, sink, report } = collecting;
  return (row) => {
    if (missingValue(collecting, row, ['userSourcedId', 'relationshipUserSourcedId'])) {
      sink.hold('relations', row.get('userSourcedId'));
      return false;
    }
    const guardian = guardianWords.has(row.get('relationshipRole').toLowerCase());
    if (!guardian)
      report.note(file, 'not-a-guardian', 'Only a parent or guardian is told and may look; nobody else.', row.line);
    sink.stage('contacts', {
      line: row.line,
      student: row.get('userSourcedId'),
      contact: row.get('relationshipUserSourcedId'),
      guardian,
    });
    return true;
  };
};
