import type { Row } from '../read-rows.js';
import type { ProviderItem } from './provider-pages.js';

/** Where the REST binding keeps what a column of the CSV binding holds; every other column has its own name. */
const elsewhere: Readonly<Record<string, (item: ProviderItem) => unknown>> = {
  parentSourcedId: ({ parent }) => idOf(parent),
  schoolSourcedId: ({ school }) => idOf(school),
  termSourcedIds: ({ terms }) => idsOf(terms),
  classSourcedId: (item) => idOf(item['class']),
  userSourcedId: ({ user }) => idOf(user),
  orgSourcedId: ({ org }) => idOf(org),
  agentSourcedIds: ({ agents }) => idsOf(agents),
  preferredGivenName: ({ preferredFirstName, preferredGivenName }) => preferredGivenName ?? preferredFirstName,
  preferredFamilyName: ({ preferredLastName, preferredFamilyName }) => preferredFamilyName ?? preferredLastName,
  'metadata.personKey': ({ metadata }) => (metadata as { personKey?: unknown } | undefined)?.personKey,
  'metadata.kind': ({ metadata }) => (metadata as { kind?: unknown } | undefined)?.kind,
};

const idOf = (reference: unknown): unknown => (reference as { sourcedId?: unknown } | null | undefined)?.sourcedId;
const idsOf = (references: unknown): string =>
  Array.isArray(references)
    ? references
        .map(idOf)
        .filter((id) => typeof id === 'string')
        .join(',')
    : '';

/** What the policy needs of each collection; a provider that heeds `fields` sends nothing else. */
export const neededFields = {
  orgs: ['sourcedId', 'status', 'name', 'type', 'parent'],
  academicSessions: ['sourcedId', 'status', 'endDate'],
  classes: ['sourcedId', 'status', 'title', 'classCode', 'school', 'terms', 'metadata'],
  users: [
    'sourcedId',
    'status',
    'username',
    'enabledUser',
    'givenName',
    'familyName',
    'preferredFirstName',
    'preferredLastName',
    'email',
    'sms',
    'phone',
    'agents',
    'roles',
    'userMasterIdentifier',
    'metadata',
  ],
  demographics: ['sourcedId', 'status', 'birthDate'],
  enrollments: ['sourcedId', 'status', 'class', 'user', 'school', 'role', 'beginDate', 'endDate'],
} as const;
export type Collection = keyof typeof neededFields;

/** One item as a row: its place in the collection counts as its line. */
export const rowOfItem = (item: ProviderItem, line: number): Row => ({
  line,
  get(column) {
    const value = elsewhere[column] ? elsewhere[column](item) : item[column];
    return typeof value === 'string'
      ? value.replaceAll('\0', '').trim()
      : typeof value === 'boolean'
        ? String(value)
        : '';
  },
  has: (column) => column in item,
});

/** The roles that a user carries, each as a row of roles.csv would say it. */
export const roleRowsOf = (user: ProviderItem, line: number): Row[] =>
  (Array.isArray(user['roles']) ? (user['roles'] as ProviderItem[]) : []).map((role) =>
    rowOfItem({ ...role, sourcedId: '', user: { sourcedId: user['sourcedId'] } }, line),
  );
