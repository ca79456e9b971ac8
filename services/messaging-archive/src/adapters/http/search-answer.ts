import type { Queryable } from '@sightline/event-store';
import type { Page } from '@sightline/service-kit';
import type { SearchAnswer } from '../../application/looks/search-messages.js';
import { messageResources } from './message.resource.js';

/** A search's answer: a page as every list, with how much of what is open to the caller is indexed yet. */
export async function searchAnswerOf(
  database: Queryable,
  { viewer, views, snippets, next, indexed }: SearchAnswer,
): Promise<Page<object> & { readonly indexed: SearchAnswer['indexed'] }> {
  const items = await messageResources(database, viewer, views, 'beginning');
  return { items: items.map((item, index) => ({ ...item, snippet: snippets[index] })), next, indexed };
}
