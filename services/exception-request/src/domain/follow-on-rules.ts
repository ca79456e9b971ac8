import { refuse, type Refusal } from '@sightline/decider';
import { renewalOpensOn } from '@sightline/policy';
import type { RequestRefusalCode, SubmitRequest } from './request.commands.js';

type BrokenRule = Refusal<RequestRefusalCode> | undefined;

/** A renewal is a new request: for the same person, from May or shortly before the end, and not for what was revoked. */
export const renewalIsPossible = ({ renews, requester, kind, today, policy }: SubmitRequest): BrokenRule => {
  if (!renews) return undefined;
  const { clause } = policy.settings.kinds[kind];
  if (renews.staffId !== requester?.personId)
    return refuse({
      refused: 'not-requester',
      clause,
      detail: 'Only the person who holds an authorization can ask for its renewal.',
      remedy: 'Write a request of your own.',
    });
  if (renews.submission.kind !== kind)
    return refuse({
      refused: 'kind-cannot-change',
      clause,
      detail: 'A renewal asks for the same kind of exception.',
      remedy: 'Write a new request.',
      field: 'kind',
    });
  if (renews.status !== 'active' && renews.status !== 'expired')
    return refuse({
      refused: 'not-renewable',
      clause,
      detail: 'This authorization was ended by somebody; it cannot be renewed.',
      remedy: 'Write a new request that says what is different now.',
    });
  const opensOn = renewalOpensOn(policy, renews.until);
  if (today < opensOn)
    return refuse({
      refused: 'renewal-too-early',
      clause,
      detail: `This authorization runs until ${renews.until}; its renewal can be asked from ${opensOn}.`,
      remedy: `Ask again on ${opensOn} or later.`,
    });
  return undefined;
};

/** C5: who joins a colleague's authorization leads the same class or activity, and asks for the own telephone. */
export const joiningIsPossible = ({ joins, kind, group, requester }: SubmitRequest): BrokenRule => {
  if (!joins) return undefined;
  const cannotJoin = (detail: string): BrokenRule =>
    refuse({
      refused: 'cannot-join',
      clause: 'C5',
      detail,
      remedy: 'Leave joins out: the request then stands alone.',
      field: 'joins',
    });
  if (kind !== 'personal-phone') return cannotJoin('Only a request for a personal telephone joins another.');
  if (!joins.known || joins.kind !== 'personal-phone')
    return cannotJoin('There is no authorization of a personal telephone under that id.');
  if (!joins.active) return cannotJoin('That authorization has come to its end.');
  if (joins.staffId === requester?.personId) return cannotJoin('That authorization is your own.');
  if (joins.groupId !== group?.groupId) return cannotJoin('That authorization is for another class or activity.');
  return undefined;
};
