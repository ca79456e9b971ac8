import type { Queryable } from '@sightline/event-store';

/** What was written with a decision; null once the words are disposed of. */
export interface DecisionWords {
  readonly comment: string | null;
  readonly findings: Readonly<Record<string, { readonly met: boolean; readonly words: string }>> | null;
  readonly copyCondition: string | null;
}

export async function decisionWords(database: Queryable, wordsId: string): Promise<DecisionWords | null> {
  const { rows } = await database.query<{ words: DecisionWords }>({
    name: 'tasks.decision-words',
    text: 'select words from confidential where record_id = $1',
    values: [wordsId],
  });
  return rows[0]?.words ?? null;
}
