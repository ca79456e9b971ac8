import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { english } from './english.ts';
import { spanish } from './spanish.ts';

interface Part {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>;
}

/** What a message inserts; throws for one that is no ICU message. */
const insertedBy = (message: string, language: string): string[] => {
  const names = new Set<string>();
  const walk = (parts: readonly Part[]): void => {
    for (const { type, value, options } of parts) {
      if (type !== 0 && type !== 7) names.add(value!);
      for (const option of Object.values(options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, language).getAst() as readonly Part[]);
  return [...names].sort();
};

describe('the messages of the pages', () => {
  it.each(Object.keys(english) as (keyof typeof english)[])('%s inserts the same in both languages', (key) => {
    expect(insertedBy(spanish[key], 'es')).toEqual(insertedBy(english[key], 'en'));
  });

  it('are said in both languages, and not copied from one to the other', () => {
    const keys = Object.keys(english) as (keyof typeof english)[];
    expect(keys.filter((key) => (english[key] === '') !== (spanish[key] === ''))).toEqual(['refusal.language']);
    const alike = keys.filter(
      (key) => english[key] === spanish[key] && /\p{L}{3}/u.test(english[key].replace(/\{[^}]*\}/g, '')),
    );
    expect(alike).toEqual(['app.name']);
  });

  it('would notice a message that inserts something else', () => {
    expect(insertedBy('{count, plural, one {# of {all}} other {#}}', 'en')).toEqual(['all', 'count']);
    expect(() => insertedBy('{count, plural, one {#}', 'en')).toThrow();
  });
});
