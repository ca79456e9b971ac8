import type { AttachmentOutcome, ContestOutcome, WordsCommitment } from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider, type Decision, type Refusal } from '@sightline/decider';
import { addDaysToMoment } from '@sightline/policy';
import { evolveMessageRecord, nothingSaid, type MessageRecordFact, type MessageRecordState } from './message-record.js';

interface Said {
  readonly messageId: string;
  readonly by: string;
  /** How the caller stands to the message, as `access.ts` allows it. */
  readonly mayAct: boolean;
  readonly words: WordsCommitment;
  readonly wordsLength: number;
}

export type MessageRecordCommand =
  | (Said & { readonly type: 'dispute' })
  | (Said & { readonly type: 'contest'; readonly contestId: string })
  | (Said & { readonly type: 'decide-contest'; readonly contestId: string; readonly outcome: ContestOutcome })
  | (Said & { readonly type: 'review-attachment'; readonly attachmentId: string; readonly outcome: AttachmentOutcome })
  | (Said & { readonly type: 'hold'; readonly holdId: string; readonly until: string; readonly now: string })
  | (Said & { readonly type: 'release-hold'; readonly holdId: string });

export type MessageRecordRefusalCode =
  | 'not-entitled'
  | 'reason-missing'
  | 'text-too-long'
  | 'contest-open'
  | 'no-open-contest'
  | 'party-to-contest'
  | 'hold-over-already'
  | 'hold-too-long'
  | 'no-such-hold';

const wordsLengthMax = 4_000;
/** A hold is time-limited; what lasts longer is placed again, with its reason. */
const holdDaysMax = 30;

const no = (
  refused: MessageRecordRefusalCode,
  detail: string,
  rest: Pick<Refusal, 'field' | 'remedy'> = {},
): Refusal<MessageRecordRefusalCode> => refuse({ refused, clause: 'C9', detail, ...rest });

/** What is said about an archived message: disputed, contested, reviewed, held; always in words (C9). */
export const messageRecordDecider: Decider<
  MessageRecordState,
  MessageRecordCommand,
  MessageRecordFact,
  MessageRecordRefusalCode
> = {
  initialState: nothingSaid,
  evolve: evolveMessageRecord,
  decide(command, state) {
    if (!command.mayAct) return no('not-entitled', 'This is not yours to say about this message.');
    if (command.wordsLength === 0) return no('reason-missing', 'This is said in words.', { field: 'reason' });
    if (command.wordsLength > wordsLengthMax)
      return no('text-too-long', `At most ${wordsLengthMax} characters are taken.`, { field: 'reason' });
    return say(command, state);
  },
};

function say(
  command: MessageRecordCommand,
  state: MessageRecordState,
): Decision<MessageRecordFact, MessageRecordRefusalCode> {
  const { messageId, by, words } = command;
  switch (command.type) {
    case 'dispute':
      return state.disputed
        ? unchanged
        : accept({ type: 'sightline.messaging-archive.message-disputed.v1', data: { messageId, staffId: by, words } });
    case 'contest':
      return [...state.contests.values()].some((contest) => contest.by === by && contest.open)
        ? no('contest-open', 'Your statement on this message waits for an answer.')
        : accept({
            type: 'sightline.messaging-archive.message-contested.v1',
            data: { messageId, contestId: command.contestId, contestedById: by, words },
          });
    case 'decide-contest': {
      const { contestId, outcome } = command;
      const contest = state.contests.get(contestId);
      if (!contest?.open) return no('no-open-contest', 'No statement waits for an answer here.');
      if (contest.by === by) return no('party-to-contest', 'Nobody decides on the own statement.');
      return accept({
        type: 'sightline.messaging-archive.message-contest-decided.v1',
        data: { messageId, contestId, decidedById: by, outcome, words },
      });
    }
    case 'review-attachment': {
      const { attachmentId, outcome } = command;
      return state.reviewed.get(attachmentId) === outcome
        ? unchanged
        : accept({
            type: 'sightline.messaging-archive.attachment-reviewed.v1',
            data: { messageId, attachmentId, reviewedById: by, outcome, words },
          });
    }
    case 'hold': {
      const { holdId, until, now } = command;
      if (until <= now) return no('hold-over-already', 'The hold would be over already.', { field: 'until' });
      if (until > addDaysToMoment(now, holdDaysMax))
        return no('hold-too-long', `A hold lasts at most ${holdDaysMax} days.`, {
          ...{ field: 'until', remedy: 'Place another one then, with its reason.' },
        });
      return accept({
        type: 'sightline.messaging-archive.safety-hold-placed.v1',
        data: { messageId, holdId, placedById: by, heldUntil: until, words },
      });
    }
    case 'release-hold':
      return state.holds.has(command.holdId)
        ? accept({
            type: 'sightline.messaging-archive.safety-hold-released.v1',
            data: { messageId, holdId: command.holdId, releasedById: by, words },
          })
        : no('no-such-hold', 'There is no such hold on this message.');
    default:
      return command satisfies never;
  }
}
