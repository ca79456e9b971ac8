import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { overHttp, type NotificationOverHttp } from '../../../testing/notification-over-http.js';
import { runNotification, type RunningNotification } from '../../../testing/running-notification.js';
import { personRegistered } from '../../../testing/sample-events.js';

describe('over REST', () => {
  let database: TestDatabase;
  let service: RunningNotification;
  let http: NotificationOverHttp;
  const [mother, principal, auditor] = [newId(), newId(), newId()];

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runNotification(database);
    http = await overHttp(service);
    await service.bus.feed(
      personRegistered(mother, 'mother-1', [{ role: 'guardian' }]),
      personRegistered(principal, 'principal-1', [{ role: 'principal', buildingId: newId() }]),
      personRegistered(auditor, 'auditor-1', [{ role: 'auditor' }]),
    );
  });
  afterAll(async () => {
    await http.close();
    await service.stop();
    await database.drop();
  });

  describe('contact preferences', () => {
    const path = '/api/v1/contact-preferences';

    it('begin with the district’s, and keep what the person says, each change an event', async () => {
      expect((await http.get(path, mother)).body).toEqual({
        id: mother,
        status: 'default',
        createdAt: null,
        links: { self: path },
        channels: ['email', 'text-message'],
        alerts: 'each',
        language: null,
        quietHours: { from: '21:00', until: '08:00' },
        textMessages: 'allowed',
      });
      const wish = { channels: ['text-message'], language: 'es', quietHours: { from: '20:00', until: '09:30' } };
      const key = { 'idempotency-key': 'wish-1' };
      const first = await http.post(path, wish, mother, key);
      expect([first.status, first.body]).toMatchObject([
        201,
        { status: 'chosen', channels: ['text-message', 'email'], language: 'es', quietHours: wish.quietHours },
      ]);
      await http.post(path, wish, mother, key);
      expect((await http.post(path, { alerts: 'each' }, mother, key)).status).toBe(422);
      const back = await http.post(path, { quietHours: null, language: null }, mother);
      expect(back.body).toMatchObject({
        language: null,
        quietHours: { from: '21:00' },
        channels: ['text-message', 'email'],
      });
      const { rows } = await service.database.pool.query(
        `select actor from events where subject = 'contact-preferences/${mother}'`,
      );
      expect(rows).toEqual([{ actor: `person:${mother}` }, { actor: `person:${mother}` }]);
    });

    it.each([
      [{ channels: ['pigeon'] }],
      [{ channels: ['email', 'email'] }],
      [{ alerts: 'weekly' }],
      [{ language: 'not a language' }],
      [{ quietHours: { from: '25:00', until: '08:00' } }],
      [{ quietHours: { from: '21:00' } }],
      [{ personId: principal }],
    ])('refuse %j', async (body) => {
      const answer = await http.post(path, body, mother);
      expect([answer.status, answer.type]).toEqual([422, expect.stringContaining('application/problem+json')]);
    });

    it('are a person’s own', async () => {
      expect((await http.get(path)).status).toBe(401);
      expect((await http.get(path, 'machine')).status).toBe(403);
      expect((await http.get(path, principal)).body.status).toBe('default');
    });
  });

  describe('a preview of a notice', () => {
    const path = '/api/v1/notices/preview';

    it('shows staff the words of every occasion, language and channel, about nobody of the roster', async () => {
      const arabic = (await http.get(`${path}?language=ar-EG&occasion=end`, principal)).body;
      expect(arabic).toMatchObject({ language: 'ar', direction: 'rtl', languages: ['ar', 'en', 'es'] });
      expect(arabic.html).toContain('dir="rtl"');
      const fallback = (await http.get(`${path}?language=so&kind=outside-channel`, auditor)).body;
      expect(fallback).toMatchObject({ language: 'en', direction: 'ltr' });
      expect(fallback.text).toContain('C3');
      const text = (await http.get(`${path}?channel=text-message&language=es`, principal)).body;
      expect(text).toMatchObject({ language: 'es', subject: null, html: null });
      expect(text.text).toContain('STOP');
    });

    it('is for staff, and refuses what is no notice', async () => {
      expect((await http.get(path, mother)).status).toBe(404);
      expect((await http.get(`${path}?occasion=birthday`, principal)).status).toBe(422);
      expect((await http.get(path)).status).toBe(401);
    });
  });
});
