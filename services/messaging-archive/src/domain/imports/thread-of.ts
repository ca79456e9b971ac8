import type { Communication, Party } from '../communication.js';

const named = ({ address, displayName }: Party): string =>
  (address === '' ? displayName : address).trim().toLowerCase();

/** Everybody who is named, once, the sender too. */
export const participantsOf = ({ from, to }: Pick<Communication, 'from' | 'to'>): Party[] => {
  const seen = new Map<string, Party>();
  for (const party of [from, ...to]) {
    const name = named(party);
    const before = seen.get(name);
    if (name !== '' && (!before || (before.displayName === '' && party.displayName !== ''))) seen.set(name, party);
  }
  return [...seen.values()];
};

/** A phone writes one number in several ways, with and without its country. */
const plainNumber = (part: string): string => {
  const digits = part.replace(/\D/g, '');
  return digits.length >= 10 && /^\+?[\d\s().-]+$/.test(part) ? digits.slice(-10) : part;
};

/** The conversation by which its owner chooses: the chat, or for mail and texts everybody who takes part. */
export const threadOf = (communication: Communication): string => {
  const { medium, threadHint } = communication;
  const hinted = medium !== 'email' && threadHint !== null;
  const parts = hinted ? threadHint.split('~') : participantsOf(communication).map(named);
  // Calls and texts with one number are one conversation.
  return `${medium === 'phone-call' ? 'text-message' : medium} ${parts.map(plainNumber).sort().join('~')}`;
};
