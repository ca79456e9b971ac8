const lengthMax = 500;
/** Addresses that are no pages: coming back to them would loop or show raw data. */
const noPage = /^\/(api|oidc|callback|sign-in|sign-out|session|setup|health|metrics|assets)(\/|$)/;

/** A path of this portal to come back to after signing in; `/` for anything that could lead elsewhere. */
export const safeReturnTo = (asked: unknown): string => {
  if (typeof asked !== 'string' || asked.length > lengthMax || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked)) return '/';
  const base = 'https://portal.invalid';
  const url = URL.parse(asked, base);
  if (url === null || url.origin !== base || url.pathname.startsWith('//') || asked.includes('\\')) return '/';
  return noPage.test(url.pathname) ? '/' : `${url.pathname}${url.search}${url.hash}`;
};
