/** How a caller stands to the thing asked for; worked out from ids by the service that owns the thing. */
export const relations = [
  'self',
  'requester',
  'candidate',
  'decider',
  'guardian-of-student',
  'supervisor-of-staff',
  'principal-of-building',
  'technology',
  'auditor',
  'operator',
  'staff-of-building',
  'colleague-in-group',
  'district-client',
] as const;
export type Relation = (typeof relations)[number];

export const resources = [
  'person',
  'group',
  'building',
  'district-form',
  'roster-import',
  'held-import',
  'roster-readiness',
  'role-assignment',
  'exception-request',
  'request-draft',
  'authorization',
  'authorization-end',
  'objection',
  'approval-task',
  'approval-answer',
  'absence',
  'notice',
  'coverage',
  'contact-preferences',
  'notice-template',
  'access-grant',
  'case-history',
  'parked-event',
  'policy-version',
  'policy-confirmation',
  'policy-impact',
  'relation-proposal',
  'registered-medium',
  'medium-report',
] as const;
export type Resource = (typeof resources)[number];

export const verbs = ['read', 'write'] as const;
export type Verb = (typeof verbs)[number];

const readers: Readonly<Record<Resource, readonly Relation[]>> = {
  person: [
    'self',
    'guardian-of-student',
    'supervisor-of-staff',
    'principal-of-building',
    'staff-of-building',
    'technology',
    'operator',
    'district-client',
  ],
  group: ['staff-of-building', 'principal-of-building', 'technology', 'operator', 'district-client'],
  building: [...relations],
  'district-form': [...relations],
  'roster-import': ['operator', 'district-client'],
  'held-import': ['operator'],
  'roster-readiness': ['technology', 'operator', 'district-client'],
  'role-assignment': ['operator'],
  'exception-request': ['requester', 'candidate', 'decider', 'auditor'],
  'request-draft': ['requester'],
  authorization: [
    'requester',
    'candidate',
    'decider',
    'supervisor-of-staff',
    'guardian-of-student',
    'principal-of-building',
    'technology',
    'auditor',
    'colleague-in-group',
  ],
  'authorization-end': [],
  objection: ['self', 'candidate', 'decider', 'supervisor-of-staff', 'principal-of-building', 'auditor'],
  'approval-task': ['candidate', 'decider', 'auditor'],
  'approval-answer': ['self', 'requester', 'candidate', 'decider', 'auditor'],
  // The candidate is the substitute: whoever decides meanwhile.
  absence: ['self', 'candidate'],
  notice: ['self', 'auditor'],
  coverage: ['requester', 'decider', 'supervisor-of-staff', 'auditor'],
  'contact-preferences': ['self'],
  'notice-template': ['principal-of-building', 'technology', 'auditor', 'operator', 'staff-of-building'],
  'access-grant': ['self', 'requester', 'auditor'],
  'case-history': ['auditor'],
  'parked-event': ['operator', 'district-client'],
  'policy-version': [...relations],
  'policy-confirmation': [],
  'policy-impact': ['principal-of-building', 'technology', 'auditor', 'operator'],
  'relation-proposal': ['self', 'principal-of-building', 'technology', 'operator', 'district-client'],
  'registered-medium': ['self', 'guardian-of-student', 'supervisor-of-staff', 'principal-of-building', 'auditor'],
  'medium-report': ['self', 'supervisor-of-staff', 'principal-of-building', 'auditor'],
};

const writers: Readonly<Record<Resource, readonly Relation[]>> = {
  person: [],
  group: [],
  building: [],
  'district-form': ['operator', 'district-client', 'technology'],
  'roster-import': ['operator', 'district-client'],
  'held-import': ['operator'],
  'roster-readiness': [],
  'role-assignment': ['operator'],
  'exception-request': ['requester'],
  'request-draft': ['requester'],
  authorization: ['requester'],
  'authorization-end': ['requester', 'decider', 'supervisor-of-staff', 'principal-of-building', 'technology'],
  objection: ['guardian-of-student'],
  'approval-task': ['candidate'],
  'approval-answer': [],
  absence: ['self'],
  notice: [],
  coverage: [],
  'contact-preferences': ['self'],
  'notice-template': [],
  'access-grant': [],
  'case-history': [],
  'parked-event': ['operator', 'district-client'],
  'policy-version': ['technology', 'operator', 'district-client'],
  // Who of them may, the decider says with its reason: not the preparer, and nobody of the technology department (C11).
  'policy-confirmation': ['principal-of-building', 'technology', 'operator', 'staff-of-building'],
  'policy-impact': [],
  // Who of them may, the decider says with its reason: nobody who looks after the roster, and nobody who gains (C7, C9).
  'relation-proposal': ['principal-of-building', 'technology', 'operator'],
  'registered-medium': ['self'],
  'medium-report': ['guardian-of-student'],
};

/** The one place that says who may look and who may act; what it does not name is denied (C9, C10). */
export const mayAccess = (resource: Resource, verb: Verb, held: ReadonlySet<Relation>): boolean =>
  (verb === 'read' ? readers : writers)[resource].some((relation) => held.has(relation));

/** Those who may: for a list that is filtered where it is read. */
export const relationsWithAccess = (resource: Resource, verb: Verb): readonly Relation[] =>
  relations.filter((relation) => mayAccess(resource, verb, new Set([relation])));
