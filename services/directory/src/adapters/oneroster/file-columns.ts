import type { FileColumns } from './read-header.js';

const row = ['dateLastModified'];

/** What is read of each file; columns of the OneRoster CSV binding that the policy has no use for stay out. */
export const fileColumns = {
  'orgs.csv': {
    required: ['sourcedId', 'name', 'type'],
    optional: ['status', 'parentSourcedId'],
    ignored: [...row, 'identifier'],
  },
  'academicsessions.csv': {
    required: ['sourcedId', 'endDate'],
    optional: ['status'],
    ignored: [...row, 'title', 'type', 'startDate', 'parentSourcedId', 'schoolYear'],
  },
  'classes.csv': {
    required: ['sourcedId', 'title', 'schoolSourcedId'],
    optional: ['status', 'classCode', 'termSourcedIds', 'ext_kind', 'metadata.kind'],
    ignored: [
      ...row,
      'grades',
      'courseSourcedId',
      'classType',
      'location',
      'subjects',
      'subjectCodes',
      'periods',
      'resourceSourcedIds',
    ],
    aliases: { orgSourcedId: 'schoolSourcedId', sessionSourcedIds: 'termSourcedIds', code: 'classCode' },
  },
  'users.csv': {
    required: ['sourcedId', 'username', 'givenName', 'familyName'],
    optional: [
      'status',
      'enabledUser',
      'orgSourcedIds',
      'role',
      'preferredGivenName',
      'preferredFamilyName',
      'email',
      'sms',
      'phone',
      'agentSourcedIds',
    ],
    ignored: [
      ...row,
      'middleName',
      'identifier',
      'grades',
      'userMasterIdentifier',
      'preferredMiddleName',
      'primaryOrgSourcedId',
      'resourceSourcedIds',
    ],
    refused: ['password', 'userIds', 'pronouns'],
  },
  'roles.csv': {
    required: ['userSourcedId', 'role', 'orgSourcedId'],
    optional: ['sourcedId', 'status', 'beginDate', 'endDate'],
    ignored: [...row, 'roleType', 'userProfileSourcedId', 'sessionSourcedId', 'grade', 'isPrimary'],
    aliases: { roleStartDate: 'beginDate', roleEndDate: 'endDate' },
  },
  'userprofiles.csv': {
    required: ['userSourcedId'],
    optional: ['sourcedId', 'status', 'role', 'orgSourcedId', 'beginDate', 'endDate'],
    ignored: [
      ...row,
      'profileType',
      'vendorId',
      'applicationId',
      'description',
      'credentialType',
      'username',
      'roleType',
    ],
    refused: ['password'],
  },
  'demographics.csv': {
    required: ['sourcedId'],
    optional: ['status', 'birthDate'],
    ignored: row,
    aliases: { userSourcedId: 'sourcedId' },
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
    optional: ['sourcedId', 'status', 'schoolSourcedId', 'beginDate', 'endDate'],
    ignored: [...row, 'primary'],
  },
  'relations.csv': {
    required: ['type', 'sourcedId'],
    optional: [
      'relatedSourcedId',
      'buildingSourcedId',
      'from',
      'until',
      'kinds',
      'reference',
      'language',
      'verifiedBy',
      'releases',
      'order',
    ],
  },
  'relationships.csv': {
    required: ['userSourcedId', 'relationshipUserSourcedId', 'relationshipRole'],
    optional: [],
    ignored: row,
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
  'userflags.csv',
]);
