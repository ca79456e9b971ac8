import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { MessageKey } from './english.ts';

type Values = Readonly<Record<string, string | number | Date>>;

/** The words of the page in the visitor's language; a key that no language has does not compile. */
export function useText(): (key: MessageKey, values?: Values) => string {
  const intl = useIntl();
  return useCallback((key, values) => intl.formatMessage({ id: key }, values as Record<string, string>), [intl]);
}

/** Dates and moments as the visitor's language writes them. */
export function useDates() {
  const intl = useIntl();
  return {
    /** A calendar date of the district, `YYYY-MM-DD`. */
    day: (date: string): string => intl.formatDate(`${date}T00:00:00Z`, { dateStyle: 'long', timeZone: 'UTC' }),
    moment: (time: string): string => intl.formatDate(time, { dateStyle: 'medium', timeStyle: 'short' }),
    all: (names: readonly string[]): string => intl.formatList(names, { type: 'conjunction' }),
  };
}
