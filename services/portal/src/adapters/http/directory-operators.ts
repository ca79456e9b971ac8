import { OwnerUnavailable } from '@sightline/contracts';
import type { ClientTokens } from '@sightline/service-kit';
import type { NamedOperator, OperatorNaming } from '../../application/set-up-first-operator.handler.js';

const timeoutMs = 5_000;

/** Names operators in a `directory` that runs apart. @throws OwnerUnavailable */
export const directoryOperators = (directoryUrl: string, tokens: Pick<ClientTokens, 'current'>): OperatorNaming => ({
  async assignOperator(login) {
    const token = await tokens.current();
    try {
      const response = await fetch(`${directoryUrl}/internal/v1/operators`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ login }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`directory answered ${response.status}`);
      return (await response.json()) as NamedOperator;
    } catch (error) {
      throw new OwnerUnavailable('directory', { cause: error });
    }
  },
});
