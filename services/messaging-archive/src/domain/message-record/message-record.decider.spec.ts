import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { messageRecordDecider } from './message-record.decider.js';
import type { MessageRecordFact } from './message-record.js';

const { given } = decisionSpecification(messageRecordDecider);
const words = { recordId: 'w', commitment: 'c' };
const said = { messageId: 'm', mayAct: true, words, wordsLength: 10 };
const now = '2026-10-01T12:00:00.000Z';
const contested: MessageRecordFact = {
  type: 'sightline.messaging-archive.message-contested.v1',
  data: { messageId: 'm', contestId: 'k', contestedById: 'mother', words },
};
const decided: MessageRecordFact = {
  type: 'sightline.messaging-archive.message-contest-decided.v1',
  data: { messageId: 'm', contestId: 'k', decidedById: 'super', outcome: 'kept', words },
};
const disputed: MessageRecordFact = {
  type: 'sightline.messaging-archive.message-disputed.v1',
  data: { messageId: 'm', staffId: 'coach', words },
};
const held: MessageRecordFact = {
  type: 'sightline.messaging-archive.safety-hold-placed.v1',
  data: { messageId: 'm', holdId: 'h', placedById: 'super', heldUntil: '2026-10-31T12:00:00.000Z', words },
};
const released: MessageRecordFact = {
  type: 'sightline.messaging-archive.safety-hold-released.v1',
  data: { messageId: 'm', holdId: 'h', releasedById: 'super', words },
};
const reviewed = (outcome: 'released' | 'withheld'): MessageRecordFact => ({
  type: 'sightline.messaging-archive.attachment-reviewed.v1',
  data: { messageId: 'm', attachmentId: 'a', reviewedById: 'super', outcome, words },
});

describe('what is said about an archived message (C9)', () => {
  it('is said by whoever may, in words', () => {
    given()
      .when({ ...said, type: 'dispute', by: 'coach', mayAct: false })
      .thenRefused('not-entitled', 'C9');
    given()
      .when({ ...said, type: 'dispute', by: 'coach', wordsLength: 0 })
      .thenRefused('reason-missing', 'C9');
    given()
      .when({ ...said, type: 'dispute', by: 'coach', wordsLength: 4001 })
      .thenRefused('text-too-long', 'C9');
  });

  it('is disputed once', () => {
    given()
      .when({ ...said, type: 'dispute', by: 'coach' })
      .then(disputed);
    given(disputed)
      .when({ ...said, type: 'dispute', by: 'coach' })
      .thenNothing();
  });

  it('is contested, and decided by somebody else', () => {
    given()
      .when({ ...said, type: 'contest', by: 'mother', contestId: 'k' })
      .then(contested);
    given(contested)
      .when({ ...said, type: 'contest', by: 'mother', contestId: 'k2' })
      .thenRefused('contest-open', 'C9');
    given(contested)
      .when({ ...said, type: 'decide-contest', by: 'super', contestId: 'k', outcome: 'kept' })
      .then(decided);
    given(contested)
      .when({ ...said, type: 'decide-contest', by: 'mother', contestId: 'k', outcome: 'kept' })
      .thenRefused('party-to-contest', 'C9');
    given(contested, decided)
      .when({ ...said, type: 'decide-contest', by: 'super', contestId: 'k', outcome: 'kept' })
      .thenRefused('no-open-contest', 'C9');
    given(contested, decided)
      .when({ ...said, type: 'contest', by: 'mother', contestId: 'k2' })
      .then({ ...contested, data: { ...contested.data, contestId: 'k2' } } as MessageRecordFact);
  });

  it('has its attachments reviewed; a later look may decide otherwise', () => {
    const review = { ...said, type: 'review-attachment', by: 'super', attachmentId: 'a' } as const;
    given()
      .when({ ...review, outcome: 'withheld' })
      .then(reviewed('withheld'));
    given(reviewed('withheld'))
      .when({ ...review, outcome: 'withheld' })
      .thenNothing();
    given(reviewed('withheld'))
      .when({ ...review, outcome: 'released' })
      .then(reviewed('released'));
  });

  it('is held for a time, at most 30 days, and released', () => {
    const hold = { ...said, type: 'hold', by: 'super', holdId: 'h', now } as const;
    given()
      .when({ ...hold, until: '2026-10-31T12:00:00.000Z' })
      .then(held);
    given()
      .when({ ...hold, until: now })
      .thenRefused('hold-over-already', 'C9');
    given()
      .when({ ...hold, until: '2026-10-31T12:00:00.001Z' })
      .thenRefused('hold-too-long', 'C9');
    given(held)
      .when({ ...said, type: 'release-hold', by: 'super', holdId: 'h' })
      .then(released);
    given(held, released)
      .when({ ...said, type: 'release-hold', by: 'super', holdId: 'h' })
      .thenRefused('no-such-hold', 'C9');
  });
});
