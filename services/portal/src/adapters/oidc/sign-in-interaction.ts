import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { pageHeaders } from '../../pages/html.js';
import { signInPage, signInStoppedPage, type SuggestedPerson } from '../../pages/sign-in.page.js';
import { loginOf } from './sign-in-people.js';
import type { SignInPeople } from './sign-in-people.js';
import { readForm } from './token-request.js';

const listedMax = 50;
const queryLengthMax = 100;

/**
 * The page of the sample sign-in. A GET lists and changes nothing; a POST signs one person in. Both need the interaction's
 * cookie, which is bound to this page's path and never sent by another site's form (SameSite), so that nobody can be signed
 * in from elsewhere.
 *
 * @throws errors.SessionNotFound (of oidc-provider) without that cookie
 */
export const signInInteraction =
  (provider: Provider, people: SignInPeople, suggestedPeople: readonly SuggestedPerson[]) =>
  async (request: IncomingMessage, response: ServerResponse, uid: string): Promise<void> => {
    const interaction = await provider.interactionDetails(request, response);
    if (interaction.uid !== uid) return show(response, 400, signInStoppedPage('This sign-in belongs to another page.'));

    let unknownLogin: string | undefined;
    if (request.method === 'POST') {
      const typed = (await readForm(request)).get('login');
      const login = loginOf(typed);
      const person = login === undefined ? undefined : await people.find(login);
      if (person !== undefined) {
        const login = { accountId: person.personId, amr: ['sample'], remember: false };
        return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
      }
      unknownLogin = (typed ?? '').slice(0, queryLengthMax);
    }
    const query = (new URL(request.url ?? '', provider.issuer).searchParams.get('search') ?? '').slice(
      0,
      queryLengthMax,
    );
    const suggested: SuggestedPerson[] = [];
    for (const each of query === '' ? suggestedPeople : []) if (await people.find(each.username)) suggested.push(each);
    const found = await people.search(query.trim(), listedMax + 1);
    const body = signInPage({
      suggested,
      people: found.slice(0, listedMax),
      query,
      more: found.length > listedMax,
      ...(unknownLogin === undefined ? {} : { unknownLogin }),
    });
    show(response, unknownLogin === undefined ? 200 : 422, body);
  };

const show = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, pageHeaders).end(body);
};
