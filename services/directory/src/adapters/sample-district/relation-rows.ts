import type { TableRow } from './file-tables.js';
import { guardianId, studentId } from './named-families.js';
import {
  staffId,
  type SampleGroup,
  type SampleGuardian,
  type SampleStaff,
  type SampleStudent,
} from './sample-roster.js';
import { districtOffice, sampleSchools } from './sample-schools.js';

type RelationRow = TableRow<'relations'>;

const superintendent = staffId('superintendent');
const technologyDepartment = [staffId('okafor'), staffId('lindqvist')];

/** What OneRoster has no column for: who supervises whom, the technology department, siblings, restrictions, languages, an address, whom to call. */
export const relationRows = (
  startYear: number,
  staff: readonly SampleStaff[],
  families: readonly (SampleStudent | SampleGuardian)[],
  groups: readonly SampleGroup[],
): RelationRow[] => [
  ...staff.flatMap((person): RelationRow[] => {
    const supervisor = supervisorOf(person, groups);
    return supervisor === undefined
      ? []
      : [{ type: 'supervisor', sourcedId: person.sourcedId, relatedSourcedId: supervisor }];
  }),
  ...technologyDepartment.map((sourcedId): RelationRow => ({ type: 'technology', sourcedId })),
  { type: 'sibling', sourcedId: staffId('brooks'), relatedSourcedId: studentId('brooks') },
  {
    type: 'restriction',
    sourcedId: guardianId('carter.dale'),
    relatedSourcedId: studentId('carter'),
    from: `${startYear - 1}-09-15`,
    kinds: 'contact;records',
    reference: `Family court order FC-${startYear - 1}-0417`,
  },
  {
    type: 'address',
    sourcedId: guardianId('walker'),
    street: '14 Millpond Road',
    city: 'Fairhaven',
    state: 'NY',
    postalCode: '10001',
  },
  ...sampleSchools.map(({ sourcedId }, at): RelationRow => ({
    type: 'phone',
    buildingSourcedId: sourcedId,
    phone: `(555) 555-01${String(at + 10)}`,
  })),
  ...families.map(({ sourcedId, language }): RelationRow => ({ type: 'language', sourcedId, language })),
];

/** Those who lead a sport answer to the athletic director, others to the principal of their first school. */
function supervisorOf({ sourcedId, roles }: SampleStaff, groups: readonly SampleGroup[]): string | undefined {
  if (sourcedId === superintendent) return undefined;
  if (sourcedId === staffId('lindqvist') || sourcedId === staffId('district-it')) return staffId('okafor');
  const [{ role, org } = { role: '', org: '' }] = roles;
  if (role === 'principal' || org === districtOffice.sourcedId) return superintendent;
  const leadsSport = groups.some(
    ({ kind, subject, leaderSourcedId }) =>
      kind === 'activity' && subject === 'Athletics' && leaderSourcedId === sourcedId,
  );
  return leadsSport ? staffId('athletics') : staffId(`principal-${org.replace('org-', '')}`);
}
