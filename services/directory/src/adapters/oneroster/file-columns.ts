import type { FileColumns } from './read-rows.js';

const row = ['status', 'dateLastModified'];

/** What is read of each file; columns of the OneRoster CSV binding that the policy has no use for stay out. */
export const fileColumns = {
  'orgs.csv': { required: ['sourcedId', 'name', 'type'], optional: [...row, 'parentSourcedId'] },
  'academicsessions.csv': { required: ['sourcedId', 'endDate'], optional: [...row, 'title', 'type', 'startDate'] },
  'classes.csv': {
    required: ['sourcedId', 'title', 'schoolSourcedId'],
    optional: [...row, 'classCode', 'classType', 'termSourcedIds', 'ext_kind', 'metadata.kind'],
  },
  'users.csv': {
    required: ['sourcedId', 'username', 'givenName', 'familyName'],
    optional: [
      ...row,
      'enabledUser',
      'orgSourcedIds',
      'role',
      'preferredGivenName',
      'preferredFamilyName',
      'email',
      'sms',
      'phone',
      'agentSourcedIds',
      'primaryOrgSourcedId',
    ],
    refused: ['password', 'userIds', 'pronouns'],
  },
  'roles.csv': {
    required: ['userSourcedId', 'role', 'orgSourcedId'],
    optional: ['sourcedId', ...row, 'roleType', 'beginDate', 'endDate'],
  },
  'userprofiles.csv': {
    required: ['userSourcedId'],
    optional: ['sourcedId', ...row, 'role', 'orgSourcedId'],
    refused: ['password'],
  },
  'demographics.csv': {
    required: ['sourcedId'],
    optional: [...row, 'birthDate'],
    refused: [
      'sex',
      'americanIndianOrAlaskaNative',
      'asian',
      'blackOrAfricanAmerican',
      'nativeHawaiianOrOtherPacificIslander',
      'white',
      'demographicRaceTwoOrMoreRaces',
      'hispanicOrLatinoEthnicity',
      'countryOfBirthCode',
      'stateOfBirthAbbreviation',
      'cityOfBirth',
      'publicSchoolResidenceStatus',
    ],
  },
  'enrollments.csv': {
    required: ['classSourcedId', 'userSourcedId', 'role'],
    optional: ['sourcedId', ...row, 'schoolSourcedId', 'primary', 'beginDate', 'endDate'],
  },
  'relations.csv': {
    required: ['type', 'sourcedId'],
    optional: ['relatedSourcedId', 'buildingSourcedId', 'from', 'until', 'kinds', 'reference', 'language'],
  },
} as const satisfies Readonly<Record<string, FileColumns>>;

export type RosterFileName = keyof typeof fileColumns;

/** Files of the binding that are accepted and left unread. */
export const unreadFiles = new Set([
  'courses.csv',
  'resources.csv',
  'classresources.csv',
  'courseresources.csv',
  'userresources.csv',
  'categories.csv',
  'lineitems.csv',
  'results.csv',
  'scorescales.csv',
  'lineitemlearningobjectiveids.csv',
  'lineitemscorescales.csv',
  'resultlearningobjectiveids.csv',
  'resultscorescales.csv',
]);
