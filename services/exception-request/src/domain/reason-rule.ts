import { refuse, type Decision, type Refusal } from '@sightline/decider';
import type { AuthorizationRefusalCode } from './authorization.commands.js';
import type { AuthorizationFact } from './authorization.js';

export type AuthorizationDecision = Decision<AuthorizationFact, AuthorizationRefusalCode>;

/** A reason in words is due, and no longer than the policy's data say. */
export const reasonRefusal = (
  length: number,
  lengthMax: number,
  clause: string,
): Refusal<AuthorizationRefusalCode> | undefined => {
  if (length === 0)
    return refuse<AuthorizationRefusalCode>({
      refused: 'reason-missing',
      clause,
      detail: 'This is said with its reason, in words.',
      field: 'reason',
    });
  return length > lengthMax
    ? refuse<AuthorizationRefusalCode>({
        refused: 'text-too-long',
        clause,
        detail: `This text has ${length} characters; at most ${lengthMax} are taken.`,
        remedy: 'Shorten it.',
        field: 'reason',
      })
    : undefined;
};
