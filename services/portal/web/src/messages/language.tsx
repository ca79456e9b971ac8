import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { english, type Messages } from './english.ts';
import { spanish } from './spanish.ts';

const languages = { en: english, es: spanish } as const satisfies Record<string, Messages>;
type Language = keyof typeof languages;

const keptUnder = 'sightline.language';
const known = (tag: string | null | undefined): Language | undefined => {
  const language = tag?.slice(0, 2).toLowerCase();
  return language !== undefined && language in languages ? (language as Language) : undefined;
};

/** What this browser chose before, else what it asks for, else English. */
const initialLanguage = (): Language =>
  known(localStorage.getItem(keptUnder)) ?? navigator.languages.map(known).find((each) => each !== undefined) ?? 'en';

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

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(
    () => ({
      language,
      choose: (chosen: Language) => {
        localStorage.setItem(keptUnder, chosen);
        setLanguage(chosen);
      },
      suggest: (tag: string | undefined) => {
        const suggested = known(tag);
        if (suggested !== undefined && suggested !== 'en' && localStorage.getItem(keptUnder) === null)
          setLanguage(suggested);
      },
    }),
    [language],
  );
  return (
    <LanguageContext value={value}>
      <IntlProvider locale={language} messages={languages[language]}>
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}
