import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import {
  textReplyDecider,
  type AnswerTextReply,
  type ReceiveTextReply,
  type TextReplyFact,
} from './text-reply.decider.js';

const { given } = decisionSpecification(textReplyDecider);
const words = { recordId: 'record', commitment: '00' };
const receive = (details: Partial<ReceiveTextReply> = {}): ReceiveTextReply => ({
  ...{ command: 'receiveTextReply', replyId: 'reply', personIds: ['mother'], buildingIds: ['school'], words },
  ...details,
});
const received = (details: Partial<ReceiveTextReply> = {}): TextReplyFact => {
  const { command: _, ...data } = receive(details);
  return { type: 'sightline.notification.text-reply-received.v1', data };
};
const answer: AnswerTextReply = { command: 'answerTextReply', replyId: 'reply', by: 'pat', noteLength: 4, words };
const answered: TextReplyFact = {
  type: 'sightline.notification.text-reply-answered.v1',
  data: { replyId: 'reply', by: 'pat', words },
};

describe('a reply to a text message (C6)', () => {
  it('is received once, however often the carrier brings it', () => {
    given().when(receive()).then(received());
    given(received()).when(receive()).thenNothing();
    given(received(), answered).when(receive()).thenNothing();
  });

  it('is received of a number that nobody knows as well, and names at most 100, each once', () => {
    given()
      .when(receive({ personIds: [], buildingIds: [] }))
      .then(received({ personIds: [], buildingIds: [] }));
    const many = Array.from({ length: 101 }, (_, index) => `p${index}`);
    given()
      .when(receive({ personIds: ['p0', ...many] }))
      .then(received({ personIds: many.slice(0, 100) }));
  });

  it('is answered once, with a note', () => {
    given(received()).when(answer).then(answered);
    given(received(), answered).when(answer).thenRefused('text-reply-already-answered', 'C6');
    given(received())
      .when({ ...answer, noteLength: 0 })
      .thenRefused('note-missing', 'C6');
  });
});
