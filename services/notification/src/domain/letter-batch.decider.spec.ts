import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { letterBatchDecider, type LetterBatchFact, type RecordLettersPosted } from './letter-batch.decider.js';

const { given } = decisionSpecification(letterBatchDecider);
const post = (details: Partial<RecordLettersPosted> = {}): RecordLettersPosted => ({
  ...{ command: 'recordLettersPosted', batchId: 'batch', buildingId: 'school', noticeIds: ['n1', 'n2', 'n1'] },
  ...{ postedOn: '2026-09-15', printedOn: '2026-09-14', today: '2026-09-16' },
  ...details,
});
const posted = (...noticeIds: string[]): LetterBatchFact => ({
  type: 'sightline.notification.letters-posted.v1',
  data: { batchId: 'batch', buildingId: 'school', postedOn: '2026-09-15', noticeIds },
});

describe('a batch of letters', () => {
  it('is posted once, each letter named once (C6)', () => {
    given().when(post()).then(posted('n1', 'n2'));
    given(posted('n1', 'n2')).when(post()).thenNothing();
    given(posted('n1')).when(post()).then(posted('n2'));
  });

  it('of many letters is told in events of at most 500', () => {
    const ids = Array.from({ length: 501 }, (_, index) => `n${index}`);
    given()
      .when(post({ noticeIds: ids }))
      .then(posted(...ids.slice(0, 500)), posted(...ids.slice(500)));
  });

  it('is not posted before it was printed, nor in the future, nor without a letter (C6)', () => {
    given()
      .when(post({ printedOn: null }))
      .thenRefused('letters-not-printed', 'C6');
    given()
      .when(post({ postedOn: '2026-09-13' }))
      .thenRefused('posted-before-printed', 'C6');
    given()
      .when(post({ postedOn: '2026-09-17' }))
      .thenRefused('posted-in-the-future', 'C6');
    given()
      .when(post({ noticeIds: [] }))
      .thenRefused('no-letters-posted', 'C6');
  });
});
