/** Columns of the OneRoster 1.2 CSV binding, in its order, and of the relations file beside it. */
const row = ['sourcedId', 'status', 'dateLastModified'] as const;

export const tableColumns = {
  orgs: [...row, 'name', 'type', 'identifier', 'parentSourcedId'],
  academicSessions: [...row, 'title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'],
  courses: [...row, 'schoolYearSourcedId', 'title', 'courseCode', 'grades', 'orgSourcedId', 'subjects', 'subjectCodes'],
  classes: [
    ...row,
    'title',
    'grades',
    'courseSourcedId',
    'classCode',
    'classType',
    'location',
    'schoolSourcedId',
    'termSourcedIds',
    'subjects',
    'subjectCodes',
    'periods',
  ],
  users: [
    ...row,
    'enabledUser',
    'username',
    'userIds',
    'givenName',
    'familyName',
    'middleName',
    'identifier',
    'email',
    'sms',
    'phone',
    'agentSourcedIds',
    'grades',
    'password',
    'userMasterIdentifier',
    'preferredGivenName',
    'preferredMiddleName',
    'preferredFamilyName',
    'primaryOrgSourcedId',
    'pronouns',
  ],
  roles: [...row, 'userSourcedId', 'roleType', 'role', 'beginDate', 'endDate', 'orgSourcedId', 'userProfileSourcedId'],
  enrollments: [
    ...row,
    'classSourcedId',
    'schoolSourcedId',
    'userSourcedId',
    'role',
    'primary',
    'beginDate',
    'endDate',
  ],
  demographics: [...row, 'birthDate'],
  relations: [
    'type',
    'sourcedId',
    'relatedSourcedId',
    'buildingSourcedId',
    'from',
    'until',
    'kinds',
    'reference',
    'language',
  ],
} as const;

export type TableName = keyof typeof tableColumns;
/** A column that is left out is blank. */
export type TableRow<Name extends TableName> = Partial<Record<(typeof tableColumns)[Name][number], string>>;
export type Tables = { readonly [Name in TableName]: readonly TableRow<Name>[] };
