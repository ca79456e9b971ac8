import { Html, html, page } from './html.js';

/** A person as the sample sign-in lists one. */
export interface ListedPerson {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly string[];
}

/** Somebody whom a newcomer may want to be, and what there is to do as that person. */
export interface SuggestedPerson {
  readonly username: string;
  readonly role: string;
  readonly tryThis: string;
}

export interface SignInPage {
  /** Shown before anything is searched for. */
  readonly suggested: readonly SuggestedPerson[];
  readonly people: readonly ListedPerson[];
  /** What was searched for. */
  readonly query: string;
  /** More people match than are listed. */
  readonly more: boolean;
  /** A login that was sent and belongs to nobody. */
  readonly unknownLogin?: string;
}

/** The sample sign-in: search the roster, choose a person. Forms go to the page's own address. */
export const signInPage = ({ suggested, people, query, more, unknownLogin }: SignInPage): string =>
  page(
    'Choose who you are',
    html`<p class="notice">
        <strong>This is the sample sign-in.</strong> It asks for no password: anybody at this computer can be anybody on
        the roster. It works on this computer only (loopback), and never in production.
      </p>
      ${unknownLogin === undefined ? '' : html`<p class="alert" role="alert">Nobody on the roster is called “${unknownLogin}”.</p>`}
      <form method="get" role="search">
        <label for="search">Search by name, username, e-mail or sourcedId</label>
        <input id="search" name="search" type="search" value="${query}" maxlength="100" autocomplete="off" />
        <button type="submit">Search</button>
      </form>
      ${
        query === '' && suggested.length > 0
          ? html`<h2>Good ones to begin with</h2>
              <form method="post">
                <ul>
                  ${suggested.map(
                    ({ username, role, tryThis }) =>
                      html`<li>
                        <button type="submit" name="login" value="${username}">
                          <strong>${username}</strong> – ${role}. <span>${tryThis}</span>
                        </button>
                      </li>`,
                  )}
                </ul>
              </form>`
          : ''
      }
      <h2>${query === '' ? 'People on the roster' : `People who match “${query}”`}</h2>
      ${people.length === 0 ? html`<p role="status">Nobody matches.</p>` : ''}
      <form method="post">
        <ul>
          ${people.map(
            (person) =>
              html`<li>
                <button type="submit" name="login" value="${person.username}">
                  ${person.displayName}
                  (${person.username})${person.roles.length > 0 ? ` – ${person.roles.join(', ')}` : ''}
                </button>
              </li>`,
          )}
        </ul>
      </form>
      ${more ? html`<p role="status">More people match than are listed here; search more closely.</p>` : ''}`,
  );

/** One sentence about why sign-in goes no further. */
export const signInStoppedPage = (explanation: string): string =>
  page('Sign-in stopped', html`<p class="alert" role="alert">${explanation}</p>`);

/** Asks whether to sign out. `form` is the provider's own form, HTML already, named `op.logoutForm`. */
export const signOutPage = (form: Html): string =>
  page(
    'Sign out',
    html`<p>Do you want to sign out of Sightline?</p>
      ${form}
      <button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
      <button type="submit" form="op.logoutForm">Stay signed in</button>`,
  );

export const signedOutPage = (): string => page('Signed out', html`<p role="status">You are signed out.</p>`);

/** The way back from the provider led nowhere: it had been waited for too long, or another browser had begun. */
export const signInAgainPage = (returnTo: string): string =>
  page(
    'Please sign in again',
    html`<p class="alert" role="alert">
        This sign-in was begun too long ago, in another browser, or was broken off. Nothing was changed.
      </p>
      <p><a href="/sign-in?returnTo=${encodeURIComponent(returnTo)}">Sign in</a></p>`,
  );

export const signInUnavailablePage = (): string =>
  page(
    'Sign-in is not possible at the moment',
    html`<p class="alert" role="alert">The sign-in service does not answer. Please try again in a few minutes.</p>
      <p><a href="/">Back to the start</a></p>`,
  );
