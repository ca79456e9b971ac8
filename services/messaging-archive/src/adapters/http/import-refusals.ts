import { Problem } from '@sightline/service-kit';
import type { SelectionRefused } from '../../application/imports/select-threads.handler.js';

type Refused =
  | SelectionRefused
  | { readonly refused: 'authorization-not-yours' | 'person-not-covered'; readonly field: string }
  | { readonly refused: 'staff-only' };

const words: Readonly<
  Record<Refused['refused'], { status: number; title: string; detail: string; remedy: string; clause?: string }>
> = {
  'import-awaits-no-selection': {
    status: 409,
    title: 'This import awaits no selection',
    detail: 'It is being read, has ended, or was chosen from already.',
    remedy: 'Read it again to see where it stands.',
  },
  'thread-unknown': {
    status: 422,
    title: 'A thread is not in this export',
    detail: 'Threads are named by their id in the outline.',
    remedy: 'Read the import again and choose from its outline.',
  },
  'date-order-needed': {
    status: 422,
    title: 'Day or month?',
    detail: 'Nothing in this chat says whether 3/4 is in March or in April.',
    remedy: 'Say day-first or month-first as dateOrder: your phone shows dates in the same order.',
  },
  'person-without-address': {
    status: 422,
    title: 'The roster has no number of this person',
    detail: 'A name in a chat is matched by the telephone number or address that the roster has.',
    remedy: 'Ask the school to complete the roster, then choose again.',
  },
  'person-not-covered': {
    status: 422,
    title: 'This person cannot be named here',
    detail: 'A name in a chat stands for you, or for a student of one of your authorizations.',
    remedy: 'Leave out others: what they wrote in a chosen thread is kept as the chat names them.',
    clause: 'C9',
  },
  'authorization-not-yours': {
    status: 422,
    title: 'No such authorization of yours',
    detail: 'Messages are imported under your own authorizations.',
    remedy: 'Leave it out to import under all of yours.',
    clause: 'C7',
  },
  'staff-only': {
    status: 403,
    title: 'Exports are for staff',
    detail: 'Only communication of the district’s staff is archived here.',
    remedy: 'A parent can ask for what the archive lacks.',
    clause: 'C7',
  },
};

export const importRefusal = (refusal: Refused): Problem => {
  const { clause, ...said } = words[refusal.refused];
  return new Problem({
    ...{ type: refusal.refused, ...said },
    ...(clause !== undefined && { clause }),
    ...('field' in refusal && { errors: [{ field: refusal.field, detail: said.detail }] }),
  });
};
