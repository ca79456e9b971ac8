import type { ApprovalSide, RequestKind, RosterChange } from '@sightline/contracts';
import type { ClauseId } from './policy-version.js';

/** What follows for a live authorization. */
export type Consequence =
  /** The authorization ends. */
  | { readonly what: 'end' }
  /** It ends for that student; with nobody left it ends as a whole. */
  | { readonly what: 'end-for-student' }
  /** These sides have to say whether it may stay. */
  | { readonly what: 'review'; readonly sides: readonly ApprovalSide[] }
  /** The supervisor is told; it stays as it is. */
  | { readonly what: 'notify' }
  | { readonly what: 'nothing' };

export type RosterRule = Consequence & {
  readonly clause: ClauseId;
  /** Why, in plain words. */
  readonly why: string;
};

const districtOnly = 'The policy is about students and employees of this district.';

/**
 * Roster change × kind of authorization: the one place that says what a change of the roster does to a live
 * authorization. Complete by its type: a change or a kind without a rule does not compile.
 */
export const rosterRules: Readonly<Record<RosterChange, Readonly<Record<RequestKind, RosterRule>>>> = {
  'student-left-district': {
    'outside-channel': { what: 'end-for-student', clause: 'C3', why: districtOnly },
    'personal-phone': { what: 'end-for-student', clause: 'C5', why: districtOnly },
  },
  'student-left-school': {
    'outside-channel': {
      ...{ what: 'review', sides: ['principal'], clause: 'C3' },
      why: 'The principal of the student’s new building has not agreed.',
    },
    'personal-phone': {
      ...{ what: 'nothing', clause: 'C5' },
      why: 'Who takes part in the class or activity takes part, from whatever building.',
    },
  },
  'student-left-group': {
    'outside-channel': {
      what: 'nothing',
      clause: 'C3',
      why: 'The students are named; a class was only a way to name them.',
    },
    'personal-phone': {
      ...{ what: 'end-for-student', clause: 'C5' },
      why: 'The telephone is for those who take part in the class or activity.',
    },
  },
  'group-dropped': {
    'outside-channel': {
      ...{ what: 'review', sides: ['principal'], clause: 'C3' },
      why: 'The class or activity that the reason was about is no more.',
    },
    'personal-phone': {
      ...{ what: 'end', clause: 'C5' },
      why: 'Without the class or activity there is nothing that the communication could be about.',
    },
  },
  'staff-left-district': {
    'outside-channel': { what: 'end', clause: 'C3', why: districtOnly },
    'personal-phone': { what: 'end', clause: 'C5', why: districtOnly },
  },
  'staff-left-group': {
    'outside-channel': { what: 'nothing', clause: 'C3', why: 'The exception rests on the students and the reason.' },
    'personal-phone': {
      ...{ what: 'end', clause: 'C5' },
      why: 'The staff member no longer leads the class or activity.',
    },
  },
  'staff-moved': {
    'outside-channel': {
      ...{ what: 'review', sides: ['principal'], clause: 'C3' },
      why: 'The principal of the staff member’s new building has not agreed.',
    },
    'personal-phone': {
      ...{ what: 'review', sides: ['supervisor'], clause: 'C5' },
      why: 'The supervisor decides whether it still serves the class or activity.',
    },
  },
  'supervisor-changed': {
    'outside-channel': {
      what: 'nothing',
      clause: 'C7',
      why: 'The supervisor is no party to it; copies follow by themselves.',
    },
    'personal-phone': {
      ...{ what: 'notify', clause: 'C7' },
      why: 'The new supervisor gets the copies from now on, and should know why.',
    },
  },
  'staff-restricted': {
    'outside-channel': {
      ...{ what: 'end-for-student', clause: 'C9' },
      why: 'A restriction on contact between this staff member and this student closes every way.',
    },
    'personal-phone': {
      ...{ what: 'end-for-student', clause: 'C9' },
      why: 'A restriction on contact between this staff member and this student closes every way.',
    },
  },
  'guardian-restricted': {
    'outside-channel': {
      what: 'nothing',
      clause: 'C9',
      why: 'Notices and looks close by themselves for that guardian.',
    },
    'personal-phone': {
      what: 'nothing',
      clause: 'C9',
      why: 'Notices and looks close by themselves for that guardian.',
    },
  },
  'guardians-changed': {
    'outside-channel': { what: 'nothing', clause: 'C6', why: 'A new guardian is told by the coverage itself.' },
    'personal-phone': { what: 'nothing', clause: 'C6', why: 'A new guardian is told by the coverage itself.' },
  },
  'became-own-family': {
    'outside-channel': { what: 'end-for-student', clause: 'C4', why: 'Between own family no authorization is needed.' },
    'personal-phone': { what: 'end-for-student', clause: 'C4', why: 'Between own family no authorization is needed.' },
  },
};
