import type { NoticeChange, NoticeOccasion } from '@sightline/contracts';
import type { CaseFacts } from './case-facts.js';
import { metBy, obligation, waivedBy, type Obligation, type Settlement } from './obligation.js';

const students = (authorizationId: string, studentIds: readonly string[]): string[] =>
  studentIds.map((studentId) => `${authorizationId}/${studentId}`);
const pairs = (
  authorizationId: string,
  of: readonly { readonly guardianId: string | null; readonly studentId: string }[],
): string[] => of.map(({ guardianId, studentId }) => `${authorizationId}/${guardianId}/${studentId}`);

/** Whoever knows of a colleague in the same activity hears of a change; to that family it is the beginning all the same. */
const isOfTheBeginning = ({ occasion, change }: { occasion: NoticeOccasion; change?: NoticeChange }): boolean =>
  occasion === 'approval' || occasion === 'late-joiner' || change === 'staff-joined';

/** A notice for a student, or by name why there is none. */
const toldOrNamed: readonly Settlement[] = [
  metBy('sightline.notification.notices-opened.v1', ({ data }) =>
    isOfTheBeginning(data)
      ? students(
          data.authorizationId,
          data.notices.flatMap(({ studentIds }) => studentIds),
        )
      : [],
  ),
  metBy('sightline.notification.coverage-gap-named.v1', ({ data }) =>
    data.occasion === 'end'
      ? []
      : students(
          data.authorizationId,
          data.gaps.map(({ studentId }) => studentId),
        ),
  ),
];

/** Guardian and student, for each who had been told of the beginning by then. */
const toldOfTheBeginning = (authorizationId: string, until: string, facts: CaseFacts) =>
  facts
    .of('sightline.notification.notices-opened.v1')
    .filter(({ data, time }) => data.authorizationId === authorizationId && isOfTheBeginning(data) && time <= until)
    .flatMap(({ data }) => data.notices)
    .flatMap(({ guardianId, studentIds }) => studentIds.map((studentId) => ({ guardianId, studentId })));

/** C6: families are told, each in time, or it is said by name who could not be. */
export const familyObligations: readonly Obligation[] = [
  obligation({
    id: 'families-are-told',
    clause: 'C6',
    words: 'For every student of an authorization a guardian is told within a day, or it is named why nobody can be.',
    on: 'sightline.exception-request.authorization-activated.v1',
    withinHours: 24,
    owes: ({ data }) => students(data.authorizationId, data.studentIds).map((key) => ({ key })),
    settledBy: toldOrNamed,
  }),
  obligation({
    id: 'families-of-late-joiners-are-told',
    clause: 'C6',
    words: 'For every student who joins later a guardian is told within a day, or it is named why nobody can be.',
    on: 'sightline.exception-request.authorization-participants-changed.v1',
    withinHours: 24,
    owes: ({ data }) => students(data.authorizationId, data.joined).map((key) => ({ key })),
    settledBy: toldOrNamed,
  }),
  obligation({
    id: 'families-are-told-of-the-end',
    clause: 'C6',
    words: 'Whoever was told of the beginning is told of the end within a day, or it is named why not.',
    on: 'sightline.exception-request.authorization-ended.v1',
    withinHours: 24,
    owes: ({ data, time }, facts) => {
      const told = toldOfTheBeginning(data.authorizationId, time, facts);
      return [...new Set(pairs(data.authorizationId, told))].map((key) => ({ key }));
    },
    settledBy: [
      metBy('sightline.notification.notices-opened.v1', ({ data }) =>
        data.occasion === 'end' || data.change === 'student-left'
          ? data.notices.flatMap(({ guardianId, studentIds }) =>
              pairs(
                data.authorizationId,
                studentIds.map((studentId) => ({ guardianId, studentId })),
              ),
            )
          : [],
      ),
      metBy('sightline.notification.coverage-exclusions-named.v1', ({ data }) =>
        pairs(data.authorizationId, data.exclusions),
      ),
      // Whoever could not be told of the beginning, or was not entitled to it any more, has no end to hear of.
      waivedBy('sightline.notification.notices-undeliverable.v1', ({ data }, facts) => {
        const withheld = new Set(data.notices.flatMap((n) => (n.reason === 'not-entitled' ? [n.noticeId] : [])));
        return facts
          .of('sightline.notification.notices-opened.v1')
          .flatMap(({ data: { notices } }) => notices)
          .filter(({ noticeId }) => withheld.has(noticeId))
          .flatMap(({ guardianId, studentIds }) =>
            pairs(
              data.authorizationId,
              studentIds.map((studentId) => ({ guardianId, studentId })),
            ),
          );
      }),
      waivedBy('sightline.notification.coverage-gap-named.v1', ({ data }) => pairs(data.authorizationId, data.gaps)),
    ],
  }),
  obligation({
    id: 'notices-arrive',
    clause: 'C6',
    words: 'Every notice is delivered within three weeks, or it is named that no way reached the family.',
    on: 'sightline.notification.notices-opened.v1',
    withinHours: 21 * 24,
    owes: ({ data }) => data.notices.map(({ noticeId }) => ({ key: noticeId })),
    settledBy: [
      metBy('sightline.notification.notices-delivered.v1', ({ data }) =>
        data.deliveries.map(({ noticeId, at }) => ({ key: noticeId, at })),
      ),
      metBy('sightline.notification.notices-undeliverable.v1', ({ data }) =>
        data.notices.map(({ noticeId }) => noticeId),
      ),
    ],
  }),
];
