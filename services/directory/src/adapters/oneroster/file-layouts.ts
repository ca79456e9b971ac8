/** What is read of a file. Column names are compared without regard to case. */
export interface FileLayout {
  /** Without one of these columns the file is refused. */
  readonly required: readonly string[];
  /** Further columns that are read. */
  readonly optional: readonly string[];
  /** Columns of the binding that are left unread without a word. */
  readonly unread: readonly string[];
}

const bookkeeping = ['status', 'dateLastModified', 'dataLastModified'];

const layout = (required: string, optional = '', unread = ''): FileLayout => ({
  required: words(required),
  optional: words(optional),
  unread: words(unread).concat(bookkeeping),
});
const words = (text: string) => text.split(' ').filter((word) => word !== '');

/** The files that are read, in the order in which they are read: each may refer to those before it. */
export const fileLayouts = {
  manifest: layout('propertyName value'),
  orgs: layout('sourcedId name type', 'parentSourcedId', 'identifier'),
  academicsessions: layout('sourcedId title type endDate', '', 'startDate parentSourcedId schoolYear'),
  users: layout(
    'sourcedId enabledUser username givenName familyName',
    'email sms phone agentSourcedIds orgSourcedIds role primaryOrgSourcedId preferredGivenName prefferedGivenName preferredFamilyName',
    'userIds middleName identifier grades userMasterIdentifier preferredMiddleName pronouns',
  ),
  roles: layout('sourcedId userSourcedId role orgSourcedId', 'beginDate endDate', 'roleType userProfileSourcedId'),
  userprofiles: layout(
    'sourcedId userSourcedId',
    'role orgSourcedId beginDate endDate',
    'profileType vendorId applicationId description credentialType username roleType userProfileSourcedId',
  ),
  classes: layout(
    'sourcedId title classType schoolSourcedId termSourcedIds',
    'classCode subjects ext_kind metadata.kind metadata.ext_kind',
    'grades courseSourcedId location subjectCodes periods',
  ),
  enrollments: layout('sourcedId classSourcedId schoolSourcedId userSourcedId role', 'beginDate endDate', 'primary'),
  demographics: layout('sourcedId birthDate'),
  relations: layout(
    'type sourcedId',
    'relatedSourcedId buildingSourcedId from until kinds reference language',
  ),
} as const satisfies Record<string, FileLayout>;

export type RosterFileName = keyof typeof fileLayouts;

/** Files of the binding that hold nothing for us; accepted and left unread. */
const unreadFiles: ReadonlySet<string> = new Set(
  (
    'courses categories classresources courseresources lineitems resources results lineitemlearningobjectiveids ' +
    'lineitemscoresheets lineitemscorescales resultlearningobjectiveids resultscorescales scorescales userresources'
  ).split(' '),
);

export const isReadFile = (name: string): name is RosterFileName => Object.hasOwn(fileLayouts, name);
export const isUnreadFile = (name: string): boolean => unreadFiles.has(name);

/** Columns never read, whatever file they stand in, and reported. */
export const isRefusedColumn = (file: RosterFileName, column: string): boolean =>
  /pass(word|wd|phrase)/.test(column) || (file === 'demographics' && /sex|gender|race|ethnic|latino|american|asian|black|islander|white|hispanic|citizenship|birth(city|state|country)|countryof|stateof|cityof|publicschool/.test(column));
