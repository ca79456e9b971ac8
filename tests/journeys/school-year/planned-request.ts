import type { PreparedDistrict } from '../support/prepared-district.js';
import type { MovedClock } from '../support/moved-clock.js';
import type { Seeded } from './seeded.js';

/** What will become of a request; drawn before it is asked. */
export type Fate =
  | 'approved'
  | 'denied'
  | 'returned-then-approved'
  | 'returned-then-withdrawn'
  | 'withdrawn'
  | 'left-until-next-week'
  | 'approved-then-revoked';

export interface PlannedRequest {
  readonly requester: string;
  readonly kind: 'outside-channel' | 'personal-phone';
  readonly fate: Fate;
  readonly body: Readonly<Record<string, unknown>>;
}

const shares: readonly (readonly [Fate, number])[] = [
  ['approved', 0.58],
  ['denied', 0.08],
  ['returned-then-approved', 0.1],
  ['returned-then-withdrawn', 0.04],
  ['withdrawn', 0.06],
  ['left-until-next-week', 0.07],
  ['approved-then-revoked', 0.07],
];

const drawFate = (random: Seeded): Fate => {
  let left = random.next();
  for (const [fate, share] of shares) {
    if (left < share) return fate;
    left -= share;
  }
  return 'approved';
};

/** One request as a member of staff would ask it: for the own class or activity, under C3 or C5. */
export function planRequest(
  { roster, districtFormId }: PreparedDistrict,
  clock: MovedClock,
  random: Seeded,
): PlannedRequest {
  const group = random.pick(roster.groups);
  const kind = random.chance(0.25) ? 'personal-phone' : 'outside-channel';
  const isPrivate = kind === 'outside-channel' && random.chance(0.15);
  const students = roster.studentsOf(group.sourcedId);
  const fate = drawFate(random);
  // A late decision must still find days to be authorized for.
  const shortest = fate === 'left-until-next-week' ? 15 : 3;
  const named = kind === 'outside-channel' && random.chance(0.5);
  return {
    requester: group.leader.username,
    kind,
    fate,
    body: {
      kind,
      purpose: isPrivate ? 'private' : 'district',
      ...(named
        ? { students: students.slice(0, 1 + Math.floor(random.next() * 4)).map(({ sourcedId }) => sourcedId) }
        : { group: group.sourcedId }),
      channel: { medium: kind === 'personal-phone' ? 'text-message' : 'messaging-app', address: '@year' },
      reason: 'Changes of place and time reach them too late otherwise.',
      ...(isPrivate
        ? {}
        : {
            districtFormShortfall: { districtFormId, why: 'It is not read on the way, and nobody can be spoken to.' },
          }),
      from: clock.day(1),
      until: clock.day(shortest + Math.floor(random.next() * 25)),
    },
  };
}
