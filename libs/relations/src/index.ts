export {
  relationsSchema,
  relationsSchemaDown,
  relationsProjections,
  uuidsAmong,
  type RelationPart,
} from './relation-part.js';
export { peoplePart, findPeople, holdersOf, type KnownPerson, type RoleHolder } from './parts/people.part.js';
export { guardianshipsPart, guardiansOf, childrenOf, type Guardianship } from './parts/guardianships.part.js';
export { siblingsPart, siblingsOf } from './parts/siblings.part.js';
export { supervisionsPart, supervisorsOf, supervisedBy } from './parts/supervisions.part.js';
export { restrictionsPart, restrictionsInForce, type RestrictionInForce } from './parts/restrictions.part.js';
export { buildingsPart, findBuildings, type KnownBuilding } from './parts/buildings.part.js';
export { groupsPart, findGroup, membersOf, studentsOf, type KnownGroup } from './parts/groups.part.js';
export { districtFormsPart, findDistrictForm, type KnownDistrictForm } from './parts/district-forms.part.js';
export { policyVersionsPart } from './parts/policy-versions.part.js';
export { linkedPersonsPart, personsOf, recordsOfPerson, type OnePerson } from './parts/linked-persons.part.js';
export { livePolicyBook } from './live-policy-book.js';
