import { describe, expect, it } from '@jest/globals';
import { logNames, sightlineEventTypes, type EventEnvelope } from '@sightline/contracts';
import { eventValidators, goldenSamples } from './contract-files.js';

const samples = goldenSamples();
const validators = eventValidators();
const everyType = [...sightlineEventTypes].sort();

const mistakes = (type: string, event: unknown): string[] => {
  const validate = validators.get(type)!;
  if (validate(event)) return [];
  return validate.errors!.map(({ instancePath, keyword }) => `${instancePath || '/'} ${keyword}`);
};

describe('every event type', () => {
  it('has a schema and a golden sample, and nothing else has one', () => {
    expect([...samples.keys()].sort()).toEqual(everyType);
    expect([...validators.keys()].sort()).toEqual(everyType);
  });

  it('is named after the log that publishes it', () => {
    for (const type of everyType) {
      expect(type).toMatch(/^sightline\.[a-z-]+\.[a-z-]+\.v[1-9]\d*$/);
      expect(logNames).toContain(type.split('.')[1]);
      expect(samples.get(type)!.log).toBe(type.split('.')[1]);
    }
  });

  it.each(everyType)('%s: the golden sample is what the schema says', (type) => {
    expect(mistakes(type, samples.get(type))).toEqual([]);
  });
});

describe('a broken sample', () => {
  const sound = samples.get('sightline.exception-request.request-submitted.v1')! as EventEnvelope<
    string,
    Record<string, unknown>
  >;
  const without = (name: string): object =>
    Object.fromEntries(Object.entries(sound.data).filter(([key]) => key !== name));

  it.each<[string, object, string]>([
    ['a field missing', { ...sound, data: without('purpose') }, '/data required'],
    ['a field too much', { ...sound, data: { ...sound.data, reason: 'words' } }, '/data additionalProperties'],
    ['an attribute too much', { ...sound, subjecttitle: 'x' }, '/ additionalProperties'],
    ['a word outside the list', { ...sound, data: { ...sound.data, medium: 'pigeon' } }, '/data/medium enum'],
    [
      'words where an id belongs',
      { ...sound, data: { ...sound.data, requesterId: 'Robin' } },
      '/data/requesterId format',
    ],
    ['words in a list of ids', { ...sound, data: { ...sound.data, studentIds: ['Ann'] } }, '/data/studentIds/0 format'],
    ['a date that is none', { ...sound, data: { ...sound.data, from: '2026-02-30' } }, '/data/from format'],
    ['a position that is none', { ...sound, position: 0.5 }, '/position type'],
    ['another log’s event', { ...sound, log: 'approval' }, '/log const'],
    [
      'a commitment that is none',
      { ...sound, data: { ...sound.data, words: { recordId: sound.id, commitment: 'open words' } } },
      '/data/words/commitment pattern',
    ],
  ])('with %s fails', (_, broken, mistake) => {
    expect(mistakes(sound.type, broken)).toContain(mistake);
  });
});

describe('the golden samples together', () => {
  const inOrder = [...samples.values()].sort((left, right) => left.position - right.position);

  it('stand each at a place of its own in their logs, and carry UUIDv7 everywhere', () => {
    for (const log of new Set(inOrder.map((event) => event.log))) {
      const positions = inOrder.filter((event) => event.log === log).map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)]);
      expect(positions[0]).toBe(1);
    }
    for (const [type, event] of samples)
      for (const [id] of JSON.stringify(event).matchAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g))
        expect(`${type} ${id}`).toMatch(/-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  });

  it('hold no personal data: every string is an id, a date, a status of RFC 3463, a number of the roster, a clause or a word of a closed list', () => {
    const known =
      /^([0-9a-f-]{36}(\.[0-9a-f]{16})?|[0-9a-f]{64}|[245](\.\d{1,3}){2}|\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?|\d{2}[-:]\d{2}|(org|user|class)-\w+|sightline(\.[a-z-]+){2}\.v\d+|C\d+|[a-z]+((-[a-z]|[A-Z])[a-z]*)*)$/;
    // The board's own words and the number of its resolution are public (C11).
    const published = new Set(['number', 'title', 'quote', 'plain', 'resolutionReference']);
    const strings = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : value && typeof value === 'object'
          ? Object.entries(value).flatMap(([name, inner]) => (published.has(name) ? [] : strings(inner)))
          : [];
    for (const [type, { data }] of samples)
      for (const text of strings(data)) expect(`${type}: ${known.test(text) ? '' : text}`).toBe(`${type}: `);
  });
});
