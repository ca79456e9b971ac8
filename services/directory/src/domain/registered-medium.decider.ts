import type {
  FactOf,
  MediumAudience,
  RegisteredMediumEvent,
  RegisteredMediumKind,
  WayIn,
  WordsCommitment,
} from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider, type Decision } from '@sightline/decider';

export type RegisteredMediumFact = FactOf<RegisteredMediumEvent>;

export type RegisteredMediumState =
  | { readonly status: 'none' }
  | { readonly status: 'in-use'; readonly staffId: string; readonly reportedBy: readonly string[] }
  | { readonly status: 'ended' };

/** What the member of staff says of a medium; `wayInLength` is the length of how a parent gets in, in characters. */
interface Entry extends MediumAudience {
  readonly mediumId: string;
  readonly wayIn: WayIn;
  readonly wayInLength: number;
  readonly words: WordsCommitment;
}

export interface RegisterMedium extends Entry {
  readonly type: 'register';
  readonly staffId: string;
  readonly kind: RegisteredMediumKind;
}

export interface ChangeMedium extends Entry {
  readonly type: 'change';
}

/** A guardian found no way in; `studentId` is the child on whose behalf. */
export interface ReportMediumUnreachable {
  readonly type: 'report-unreachable';
  readonly mediumId: string;
  readonly guardianId: string;
  readonly studentId: string;
  readonly words: WordsCommitment;
}

export interface EndMedium {
  readonly type: 'end';
  readonly mediumId: string;
}

export type RegisteredMediumCommand = RegisterMedium | ChangeMedium | ReportMediumUnreachable | EndMedium;
export type RegisteredMediumRefusal = 'no-audience' | 'way-in-not-said' | 'not-registered' | 'medium-ended';

type RegisteredMediumDecision = Decision<RegisteredMediumFact, RegisteredMediumRefusal>;

const refusalOf = ({ studentIds, groupIds, buildingIds, wayIn, wayInLength }: Entry) => {
  if (studentIds.length + groupIds.length + buildingIds.length === 0)
    return refuse({
      refused: 'no-audience',
      clause: 'C9',
      field: 'students',
      detail: 'An entry says with which students the medium is used.',
      remedy: 'Name students, groups or buildings.',
    });
  if ((wayIn === 'guardians-join' || wayIn === 'shown-on-request') && wayInLength === 0)
    return refuse({
      refused: 'way-in-not-said',
      clause: 'C9',
      field: 'howParentsGetIn',
      detail: 'An entry says how a parent gets in.',
      remedy: 'Say it in words, as in “ask me for the invitation”, or choose `none`.',
    });
  return undefined;
};

const saidOf = ({ mediumId, studentIds, groupIds, buildingIds, wayIn, words }: Entry) => ({
  mediumId,
  studentIds,
  groupIds,
  buildingIds,
  wayIn,
  words,
});

const register = (command: RegisterMedium, state: RegisteredMediumState): RegisteredMediumDecision => {
  if (state.status !== 'none') return unchanged;
  const { staffId, kind } = command;
  return (
    refusalOf(command) ??
    accept({ type: 'sightline.directory.medium-registered.v1', data: { ...saidOf(command), staffId, kind } })
  );
};

const change = (command: ChangeMedium): RegisteredMediumDecision =>
  refusalOf(command) ?? accept({ type: 'sightline.directory.medium-changed.v1', data: saidOf(command) });

const report = (
  { mediumId, guardianId, studentId, words }: ReportMediumUnreachable,
  { staffId, reportedBy }: Extract<RegisteredMediumState, { status: 'in-use' }>,
): RegisteredMediumDecision =>
  reportedBy.includes(guardianId)
    ? unchanged
    : accept({
        type: 'sightline.directory.medium-unreachable-reported.v1',
        data: { mediumId, staffId, guardianId, studentId, words },
      });

const decide = (command: RegisteredMediumCommand, state: RegisteredMediumState): RegisteredMediumDecision => {
  if (command.type === 'register') return register(command, state);
  if (state.status === 'none')
    return refuse({ refused: 'not-registered', clause: 'C9', detail: 'No such medium is registered.' });
  if (command.type === 'end')
    return state.status === 'ended'
      ? unchanged
      : accept({ type: 'sightline.directory.medium-ended.v1', data: { mediumId: command.mediumId } });
  if (state.status === 'ended')
    return refuse({
      refused: 'medium-ended',
      clause: 'C9',
      detail: 'This medium is no longer used with students.',
      remedy: 'Register it anew when it is used again.',
    });
  switch (command.type) {
    case 'change':
      return change(command);
    case 'report-unreachable':
      return report(command, state);
    default:
      return command satisfies never;
  }
};

/** One entry of the register of media that a member of staff uses with students, with the way in for parents (C9). */
export const registeredMediumDecider: Decider<
  RegisteredMediumState,
  RegisteredMediumCommand,
  RegisteredMediumFact,
  RegisteredMediumRefusal
> = {
  initialState: { status: 'none' },
  evolve(state, fact) {
    switch (fact.type) {
      case 'sightline.directory.medium-registered.v1':
        return { status: 'in-use', staffId: fact.data.staffId, reportedBy: [] };
      case 'sightline.directory.medium-changed.v1':
        return state.status === 'in-use' ? { ...state, reportedBy: [] } : state;
      case 'sightline.directory.medium-unreachable-reported.v1':
        return state.status === 'in-use'
          ? { ...state, reportedBy: [...state.reportedBy, fact.data.guardianId] }
          : state;
      case 'sightline.directory.medium-ended.v1':
        return { status: 'ended' };
      default:
        return fact satisfies never;
    }
  },
  decide,
};
