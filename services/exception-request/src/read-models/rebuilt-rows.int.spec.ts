import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction, type StagedEvent } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import { runExceptionRequest, type RunningExceptionRequest } from '../../testing/running-exception-request.js';
import {
  districtFormAvailability,
  membersChanged,
  personRegistered,
  reviewDecided,
  roundApproved,
  roundEnded,
  student,
  supervisorChanged,
} from '../../testing/sample-events.js';
import { sampleSchool } from '../../testing/sample-school.js';
import { authorizationsProjection } from './authorizations/authorizations.projection.js';
import { reviewsProjection } from './reviews/reviews.projection.js';
import { requestsProjection } from './requests/requests.projection.js';

const { coach, ann, ben, child, team, form, roster, pupil, outsideChannel, personalPhone } = sampleSchool();
const projections = [requestsProjection, authorizationsProjection, reviewsProjection];

describe('the rows of requests and authorizations', () => {
  let database: TestDatabase;
  let service: RunningExceptionRequest;
  let log: readonly StagedEvent[];
  let live: unknown[];

  const rows = async (): Promise<unknown[]> => {
    const { pool } = service.database;
    const requests = await pool.query('select * from requests order by request_id');
    const authorizations = await pool.query('select * from authorizations order by authorization_id');
    const reviews = await pool.query('select * from authorization_reviews order by review_id');
    return [...requests.rows, ...authorizations.rows, ...reviews.rows];
  };

  /** Requests that come to each end, some after a return, and an authorization whose team changes and that ends. */
  const live8Requests = async (): Promise<void> => {
    const ask = async (body: object): Promise<string> => {
      service.clock.advance({ minutes: 1 });
      const answer = await service.post(coach, 'exception-requests', body);
      expect(answer.status).toBe(201);
      return answer.body.id;
    };
    const [approved, denied, withdrawn, returned] = [
      await ask(outsideChannel(ann, child)),
      await ask(outsideChannel(ann)),
      await ask(outsideChannel(ben)),
      await ask(outsideChannel(ann, ben)),
    ];
    await ask(outsideChannel(child));
    const phone = await ask(personalPhone());
    const again = await ask(outsideChannel(ann));
    await ask(outsideChannel(ben));
    await service.bus.feed(
      ...[roundApproved(approved, { copyCondition: true }), roundEnded('denied', denied)],
      ...[roundEnded('returned', returned), roundEnded('returned', again), roundApproved(phone)],
    );
    await service.post(coach, `exception-requests/${withdrawn}/withdraw`);
    for (const students of [[ben], [child]]) {
      const answer = await service.post(coach, `exception-requests/${again}/amend`, outsideChannel(...students));
      expect(answer.status).toBe(200);
      await service.bus.feed(roundEnded('returned', again, 2));
    }
    await service.post(coach, 'exception-requests', { submit: false, reason: 'A thought.' });
    const drafted = await service.post(coach, 'exception-requests', { submit: false });
    await service.post(coach, `exception-requests/${drafted.body.id}/withdraw`);
    const late = newId();
    await service.bus.feed(personRegistered(late, pupil), membersChanged(team, [student(late)], [student(ann)]));
    await liveAuthorizations(phone, approved);
  };
  /** What people, the calendar, the roster and the register do about authorizations. */
  const liveAuthorizations = async (kept: string, revoked: string): Promise<void> => {
    const idOf = async (requestId: string): Promise<string> =>
      (await service.get(coach, `exception-requests/${requestId}`)).body.authorization;
    await service.bus.feed(supervisorChanged(coach, newId()), districtFormAvailability(form, true));
    const authorizationId = await idOf(kept);
    const { reviews } = (await service.get(coach, `authorizations/${authorizationId}`)).body;
    await service.bus.feed(reviewDecided({ reviewId: reviews[0].id, authorizationId, requestId: kept }, 'keep'));
    const answer = await service.post(coach, `authorizations/${await idOf(revoked)}/revoke`, { reason: 'Not needed.' });
    expect(answer.status).toBe(200);
    for (const days of [50, 60]) {
      service.clock.advance({ days });
      await service.service.deadlines.run();
    }
  };

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runExceptionRequest(database);
    await service.bus.feed(...roster);
    await live8Requests();
    log = await service.history();
    live = await rows();
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  it('hold every kind of event and every status', () => {
    expect(new Set(log.map(({ type }) => type))).toEqual(new Set(projections.flatMap(({ types }) => [...types])));
    expect(new Set(live.map((row) => (row as { status: string }).status))).toEqual(
      new Set([
        'draft',
        'submitted',
        'returned',
        'withdrawn',
        'not-required',
        'approved',
        'denied',
        'expired',
        'kept',
        'overtaken',
      ]),
    );
  });

  it('are the same, rebuilt from the log in whatever batches', async () => {
    const { pool } = service.database;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 40 }), async (sizes) => {
        await pool.query('truncate requests, authorizations, authorization_reviews');
        const rest = [...log];
        for (const size of [...sizes, rest.length]) {
          const batch = rest.splice(0, size);
          await inTransaction(pool, async (transaction) => {
            for (const projection of projections) {
              const relevant = batch.filter(({ type }) => projection.types.has(type));
              if (relevant.length > 0) await projection.apply(transaction, relevant);
            }
          });
        }
        expect(await rows()).toEqual(live);
      }),
      { numRuns: 25, examples: [[[1_000]], [Array.from({ length: 40 }, () => 1)]] },
    );
  });
});
