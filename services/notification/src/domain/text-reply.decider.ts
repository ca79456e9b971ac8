import type { FactOf, TextReplyAnswered, TextReplyReceived, WordsCommitment } from '@sightline/contracts';
import { refuse, unchanged, type Decider, type Decision } from '@sightline/decider';

export type TextReplyFact = FactOf<TextReplyReceived | TextReplyAnswered>;

export interface TextReplyState {
  readonly status: 'none' | 'open' | 'answered';
}

/** The carrier brings somebody's own words. What comes a second time is the same reply. */
export interface ReceiveTextReply {
  readonly command: 'receiveTextReply';
  readonly replyId: string;
  readonly personIds: readonly string[];
  readonly buildingIds: readonly string[];
  readonly words: WordsCommitment;
}

/** A person of the office notes what was answered. */
export interface AnswerTextReply {
  readonly command: 'answerTextReply';
  readonly replyId: string;
  readonly by: string;
  /** Characters of the note, without the blanks around it. */
  readonly noteLength: number;
  readonly words: WordsCommitment;
}

export type TextReplyCommand = ReceiveTextReply | AnswerTextReply;
export type TextReplyRefusal = 'text-reply-already-answered' | 'note-missing';

/** What one reply names at the most: a number that is on file for more people than this tells nobody who wrote. */
const namedMax = 100;
const named = (ids: readonly string[]): readonly string[] => [...new Set(ids)].slice(0, namedMax);

const answer = (
  { replyId, by, noteLength, words }: AnswerTextReply,
  { status }: TextReplyState,
): Decision<TextReplyFact, TextReplyRefusal> => {
  if (status === 'answered')
    return refuse({
      ...{ refused: 'text-reply-already-answered', clause: 'C6' },
      detail: 'Somebody of the office has answered this reply already.',
      remedy: 'Read the note that stands with it.',
    });
  if (noteLength === 0)
    return refuse({
      ...{ refused: 'note-missing', clause: 'C6', field: 'note' },
      detail: 'Nothing says what was answered.',
      remedy: 'Write in a few words what was answered, or why nothing had to be.',
    });
  return [{ type: 'sightline.notification.text-reply-answered.v1', data: { replyId, by, words } }];
};

const decide = (command: TextReplyCommand, state: TextReplyState): Decision<TextReplyFact, TextReplyRefusal> => {
  if (command.command === 'answerTextReply') return answer(command, state);
  if (state.status !== 'none') return unchanged;
  const { replyId, personIds, buildingIds, words } = command;
  return [
    {
      type: 'sightline.notification.text-reply-received.v1',
      data: { replyId, personIds: named(personIds), buildingIds: named(buildingIds), words },
    },
  ];
};

/** A reply to a text message: received once however often the carrier brings it, answered once by a person (C6). */
export const textReplyDecider: Decider<TextReplyState, TextReplyCommand, TextReplyFact, TextReplyRefusal> = {
  initialState: { status: 'none' },
  evolve: (_, { type }) => ({
    status: type === 'sightline.notification.text-reply-received.v1' ? 'open' : 'answered',
  }),
  decide,
};
