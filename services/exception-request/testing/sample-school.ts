import { newId } from '@sightline/service-kit';
import type { UnplacedEvent } from '@sightline/service-kit/testing';
import {
  districtFormRegistered,
  groupRegistered,
  guardiansChanged,
  membersChanged,
  personRegistered,
  staff,
  student,
} from './sample-events.js';

/** A coach, three students of whom one is the coach's own child, a team, and a district form that is not available. */
export const sampleSchool = () => {
  const [school, coach, ann, ben, child, team, form] = Array.from({ length: 7 }, () => newId()) as [
    ...[string, string, string, string, string, string, string],
  ];
  const pupil = { role: 'student', buildingId: school } as const;
  const roster: UnplacedEvent[] = [
    personRegistered(coach, { role: 'teacher', buildingId: school }),
    ...[ann, ben, child].map((id) => personRegistered(id, pupil)),
    guardiansChanged(child, [coach]),
    districtFormRegistered(form, false),
    groupRegistered(team, school),
    membersChanged(team, [staff(coach), student(ann), student(child)]),
  ];
  const asked = {
    ...{ purpose: 'district', reason: 'Practice moves with the weather.', from: '2026-09-15', until: '2026-11-30' },
    districtFormShortfall: { districtFormId: form, why: 'Nobody reads it on the way to a game.' },
  };
  return {
    ...{ school, coach, ann, ben, child, team, form, roster, pupil },
    /** Bodies of `POST /exception-requests`. */
    outsideChannel: (...students: readonly string[]) => ({
      ...asked,
      ...{ kind: 'outside-channel', students, channel: { medium: 'messaging-app', address: 'team-chat' } },
    }),
    personalPhone: (group = team) => ({
      ...asked,
      ...{ kind: 'personal-phone', group, channel: { medium: 'text-message', address: '+1 555 0100' } },
    }),
  };
};
