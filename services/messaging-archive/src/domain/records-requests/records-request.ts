import type {
  FactOf,
  RecordsRequestAttested,
  RecordsRequestEscalated,
  RecordsRequestFulfilled,
  RecordsRequestOpened,
  RecordsRequestOverdue,
} from '@sightline/contracts';

export type RecordsRequestFact = FactOf<
  | RecordsRequestOpened
  | RecordsRequestFulfilled
  | RecordsRequestAttested
  | RecordsRequestOverdue
  | RecordsRequestEscalated
>;

export interface AskedFor {
  readonly request: RecordsRequestOpened['data'];
  readonly handedOver: ReadonlySet<string>;
  readonly overdue: boolean;
  readonly escalated: boolean;
}

/** A request for communication with students (C8, C9). */
export type RecordsRequestState =
  { readonly status: 'none' } | (AskedFor & { readonly status: 'open' }) | (AskedFor & { readonly status: 'attested' });

export function evolveRecordsRequest(state: RecordsRequestState, fact: RecordsRequestFact): RecordsRequestState {
  if (fact.type === 'sightline.messaging-archive.records-request-opened.v1')
    return { status: 'open', request: fact.data, handedOver: new Set(), overdue: false, escalated: false };
  if (state.status === 'none') return state;
  switch (fact.type) {
    case 'sightline.messaging-archive.records-request-fulfilled.v1':
      return {
        ...state,
        handedOver: new Set([...state.handedOver, ...fact.data.importIds, ...fact.data.messageIds]),
      };
    case 'sightline.messaging-archive.records-request-attested.v1':
      return { ...state, status: 'attested' };
    case 'sightline.messaging-archive.records-request-overdue.v1':
      return { ...state, overdue: true };
    case 'sightline.messaging-archive.records-request-escalated.v1':
      return { ...state, escalated: true };
  }
}
