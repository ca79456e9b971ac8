import { html, page } from './html.js';

/** Asks for the first operator; the form goes to the page's own address. */
export const setUpPage = (unknownLogin?: string): string =>
  page(
    'Name the first operator',
    html`<p>
        The operator gives people the roles that the roster cannot give. This link works once: whoever is named here can
        name the others.
      </p>
      ${unknownLogin === undefined ? '' : html`<p class="alert" role="alert">Nobody on the roster is called “${unknownLogin}”.</p>`}
      <form method="post">
        <label for="login">Username, e-mail or sourcedId on the roster</label>
        <input id="login" name="login" required maxlength="320" autocomplete="off" />
        <button type="submit">Make this person the operator</button>
      </form>`,
  );

export const setUpDonePage = (displayName: string): string =>
  page(
    'The operator is named',
    html`<p role="status">${displayName} is the operator now. This link has been used up.</p>`,
  );
