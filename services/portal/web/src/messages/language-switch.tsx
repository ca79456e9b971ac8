import { useLanguage } from './language.tsx';

/** Offers the other language, named in itself. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const [other, name] = language === 'en' ? (['es', 'Español'] as const) : (['en', 'English'] as const);
  return (
    <button
      type="button"
      lang={other}
      className="usa-button usa-button--unstyled language-switch"
      onClick={() => choose(other)}
    >
      {name}
    </button>
  );
}
