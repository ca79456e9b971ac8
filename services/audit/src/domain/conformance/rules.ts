import type { EventEnvelope } from '@sightline/contracts';
import type { ClauseId } from '@sightline/policy';
import type { CaseFacts } from './case-facts.js';

/** What no case may show, told from its events alone. */
export interface Rule {
  readonly id: string;
  readonly clause: ClauseId;
  /** For people who read the report. */
  readonly words: string;
  /** The events that break it, each breach with the one that shows it first. */
  find(facts: CaseFacts, known: Known): readonly (readonly EventEnvelope[])[];
}

/** What a case cannot say by itself. */
export interface Known {
  /** Ids of the policy versions there are, in small letters (C11). */
  readonly policyVersions: ReadonlySet<string>;
}

const each = <Event extends EventEnvelope>(
  events: readonly Event[],
  breaks: (event: Event) => boolean,
): (readonly EventEnvelope[])[] => events.filter(breaks).map((event) => [event]);

/** The clause under which each kind of look is allowed (C7, C9, C10). */
const clauseOfBasis = {
  'access-grant': 'C7',
  guardianship: 'C9',
  'student-of-age': 'C9',
  own: 'C9',
  demand: 'C10',
} as const;

export const rules: readonly Rule[] = [
  {
    id: 'restricted-staff-write-to-nobody',
    clause: 'C1',
    words:
      'Once a restriction stands between a staff member and a student, that student’s part in the authorization is over. (Concerns themselves are not in the history yet.)',
    find: (facts) =>
      facts
        .of('sightline.exception-request.authorization-change-noted.v1')
        .filter(({ data }) => data.change === 'staff-restricted')
        .filter(
          ({ data: { authorizationId } }) =>
            !facts
              .of('sightline.exception-request.authorization-participants-changed.v1')
              .some(({ data }) => data.authorizationId === authorizationId && data.left.length > 0) &&
            !facts
              .of('sightline.exception-request.authorization-ended.v1')
              .some(({ data }) => data.authorizationId === authorizationId),
        )
        .map((event) => [event]),
  },
  {
    id: 'district-forms-were-weighed',
    clause: 'C2',
    words:
      'A request for a district purpose names the district form that falls short, when the register held any; a private one names none.',
    find: (facts) =>
      each(facts.of('sightline.exception-request.request-submitted.v1'), ({ data }) =>
        data.purpose === 'private'
          ? data.registerState !== null
          : data.registerState === null && (data.register ?? []).some(({ available }) => available),
      ),
  },
  {
    id: 'students-are-named',
    clause: 'C3',
    words: 'Every request names at least one student.',
    find: (facts) =>
      each(facts.of('sightline.exception-request.request-submitted.v1'), ({ data }) => data.studentIds.length === 0),
  },
  {
    id: 'authorized-as-asked',
    clause: 'C3',
    words: 'An authorization holds for no student whom the approved request did not name.',
    find: (facts) =>
      facts.of('sightline.exception-request.authorization-activated.v1').flatMap((activated) => {
        const asked = facts
          .of('sightline.exception-request.request-submitted.v1')
          .filter(({ data }) => data.requestId === activated.data.requestId)
          .filter(({ data }) => data.groupId === null);
        const named = new Set(asked.at(-1)?.data.studentIds ?? activated.data.studentIds);
        return activated.data.studentIds.every((id) => named.has(id)) ? [] : [[activated, ...asked.slice(-1)]];
      }),
  },
  {
    id: 'own-family-takes-no-part',
    clause: 'C4',
    words: 'Nobody is asked about, or told of, a staff member’s own children or siblings.',
    find: (facts) =>
      facts.of('sightline.exception-request.request-not-required.v1').flatMap((exempt) => {
        const own = new Set(exempt.data.relations.map(({ studentId }) => studentId));
        return facts
          .of('sightline.exception-request.request-submitted.v1')
          .filter(({ data }) => data.requestId === exempt.data.requestId && data.studentIds.some((id) => own.has(id)))
          .map((submitted) => [submitted, exempt]);
      }),
  },
  {
    id: 'telephones-are-the-supervisors',
    clause: 'C5',
    words: 'A personal telephone is decided by the supervisor alone, with all three findings.',
    find: (facts) => {
      const telephones = new Set(
        facts
          .of('sightline.approval.round-opened.v1')
          .filter(({ data }) => data.kind === 'personal-phone' && data.about !== 'review')
          .map(({ data }) => data.roundId),
      );
      return each(
        facts.of('sightline.approval.task-decided.v1'),
        ({ data }) =>
          telephones.has(data.roundId) &&
          data.outcome === 'approve' &&
          (data.side !== 'supervisor' || !data.findings || !Object.values(data.findings).every(Boolean)),
      );
    },
  },
  {
    id: 'nobody-is-told-twice',
    clause: 'C6',
    words: 'Each guardian is told once of each beginning.',
    find: (facts) => {
      const told = new Map<string, EventEnvelope>();
      return facts
        .of('sightline.notification.notices-opened.v1')
        .filter(({ data }) => data.occasion === 'approval')
        .flatMap((event) =>
          event.data.notices.flatMap(({ guardianId }) => {
            const key = `${event.data.authorizationId}/${guardianId}`;
            const before = told.get(key);
            told.set(key, event);
            return before ? [[event, before]] : [];
          }),
        );
    },
  },
  {
    id: 'supervisor-is-not-the-staff-member',
    clause: 'C7',
    words: 'Nobody gets copies of their own communication as their supervisor.',
    find: (facts) =>
      each(facts.of('sightline.messaging-archive.access-granted.v1'), ({ data }) => data.staffId === data.supervisorId),
  },
  {
    id: 'records-are-stated-by-whoever-was-asked',
    clause: 'C8',
    words: 'Only the staff member who was asked states that the records are complete.',
    find: (facts) =>
      facts.of('sightline.messaging-archive.records-request-opened.v1').flatMap((opened) =>
        facts
          .of('sightline.messaging-archive.records-request-attested.v1')
          .filter(({ data }) => data.recordsRequestId === opened.data.recordsRequestId)
          .filter(({ data }) => data.staffId !== opened.data.staffId)
          .map((attested) => [attested, opened]),
      ),
  },
  {
    id: 'looks-rest-on-their-clause',
    clause: 'C9',
    words: 'Every look at a message rests on the clause that allows it.',
    find: (facts) =>
      each(
        facts.of('sightline.messaging-archive.messages-disclosed.v1'),
        ({ data }) => clauseOfBasis[data.basis] !== data.clause,
      ),
  },
  {
    id: 'no-look-by-a-demand-that-nobody-granted',
    clause: 'C10',
    words:
      'Nobody looks on the ground of a demand. (Demands are not in the history yet, so none can have been granted.)',
    find: (facts) =>
      each(facts.of('sightline.messaging-archive.messages-disclosed.v1'), ({ data }) => data.basis === 'demand'),
  },
  {
    id: 'decided-under-a-version-of-the-policy',
    clause: 'C11',
    words: 'Everything is decided under a version of the policy that the board has approved.',
    find: (facts, { policyVersions }) =>
      each(facts.events, ({ policyversion }) => !policyVersions.has(policyversion.toLowerCase())),
  },
];
