import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import type { Messages } from './english.ts';

/** A visitor loads the words of one language, not of all. */
const languages = {
  en: async (): Promise<Messages> => (await import('./english.ts')).english,
  es: async (): Promise<Messages> => (await import('./spanish.ts')).spanish,
} as const;
type Language = keyof typeof languages;

const keptUnder = 'sightline.language';
const known = (tag: string | null | undefined): Language | undefined => {
  const language = tag?.slice(0, 2).toLowerCase();
  return language !== undefined && language in languages ? (language as Language) : undefined;
};

/** What this browser chose before, else what it asks for, else English. */
const initialLanguage = (): Language =>
  known(localStorage.getItem(keptUnder)) ?? navigator.languages.map(known).find((each) => each !== undefined) ?? 'en';

interface Spoken {
  readonly language: Language;
  readonly messages: Messages;
}

const speak = async (language: Language): Promise<Spoken> => ({ language, messages: await languages[language]() });

/** What the pages are first said in. */
export const firstWords = (): Promise<Spoken> => speak(initialLanguage());

interface LanguageChoice {
  readonly language: Language;
  choose(language: Language): void;
  /** The language that the roster names: taken unless this browser has chosen. English is what the roster says of whoever said nothing. */
  suggest(tag: string | undefined): void;
}

const LanguageContext = createContext<LanguageChoice>({
  language: 'en',
  choose: () => undefined,
  suggest: () => undefined,
});

export const useLanguage = () => useContext(LanguageContext);

/** @param first as `firstWords` gave it. A language is switched to once its words are here; until then the page stays as it is. */
export function LanguageProvider({ first, children }: { readonly first: Spoken; readonly children: ReactNode }) {
  const [{ language, messages }, setSpoken] = useState(first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const wanted = useRef(language);
  const switchTo = useCallback(async (chosen: Language): Promise<void> => {
    wanted.current = chosen;
    const spoken = await speak(chosen);
    if (wanted.current === chosen) setSpoken(spoken);
  }, []);
  const value = useMemo(
    () => ({
      language,
      choose: (chosen: Language) => {
        localStorage.setItem(keptUnder, chosen);
        void switchTo(chosen);
      },
      suggest: (tag: string | undefined) => {
        const suggested = known(tag);
        if (suggested !== undefined && suggested !== 'en' && localStorage.getItem(keptUnder) === null)
          void switchTo(suggested);
      },
    }),
    [language, switchTo],
  );
  return (
    <LanguageContext value={value}>
      <IntlProvider locale={language} messages={messages}>
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}
