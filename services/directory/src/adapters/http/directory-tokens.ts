/** Injection tokens of the directory's controllers. */
export const DATABASE = Symbol('directory.database');
export const IMPORT_ROSTER = Symbol('directory.import-roster');
export const DECIDE_HELD_IMPORT = Symbol('directory.decide-held-import');
/** The provider that a roster is pulled from; null when none is set up. */
export const ROSTER_PROVIDER = Symbol('directory.roster-provider');
export const ROSTER_STORE = Symbol('directory.roster-store');
/** The date in the district's time zone. */
export const TODAY = Symbol('directory.today');
export const PEOPLE_READER = Symbol('directory.people-reader');
export const ASSIGN_ROLE = Symbol('directory.assign-role');
export const CHANGE_POLICY_VERSIONS = Symbol('directory.change-policy-versions');
export const DISTRICT_FORMS = Symbol('directory.district-forms');
export const SETTLE_RELATION = Symbol('directory.settle-relation');
export const REGISTERED_MEDIA = Symbol('directory.registered-media');
export const LINK_PERSONS = Symbol('directory.link-persons');
export const CHANGE_BY_HAND = Symbol('directory.change-by-hand');
