import type {
  AttachmentReviewed,
  FactOf,
  MessageContestDecided,
  MessageContested,
  MessageDisputed,
  SafetyHoldPlaced,
  SafetyHoldReleased,
} from '@sightline/contracts';

export type MessageRecordFact = FactOf<
  | MessageDisputed
  | MessageContested
  | MessageContestDecided
  | AttachmentReviewed
  | SafetyHoldPlaced
  | SafetyHoldReleased
>;

/** What people have said about one archived message. The message itself never changes. */
export interface MessageRecordState {
  readonly disputed: boolean;
  /** Who contested, by contest; those not decided are open. */
  readonly contests: ReadonlyMap<string, { readonly by: string; readonly open: boolean }>;
  readonly reviewed: ReadonlyMap<string, AttachmentReviewed['data']['outcome']>;
  /** Until when, by hold; a released one is gone. */
  readonly holds: ReadonlyMap<string, string>;
}

export const nothingSaid: MessageRecordState = {
  ...{ disputed: false, contests: new Map(), reviewed: new Map(), holds: new Map() },
};

const withEntry = <Value>(map: ReadonlyMap<string, Value>, key: string, value: Value): ReadonlyMap<string, Value> =>
  new Map([...map, [key, value]]);

export function evolveMessageRecord(state: MessageRecordState, fact: MessageRecordFact): MessageRecordState {
  switch (fact.type) {
    case 'sightline.messaging-archive.message-disputed.v1':
      return { ...state, disputed: true };
    case 'sightline.messaging-archive.message-contested.v1': {
      const { contestId, contestedById } = fact.data;
      return { ...state, contests: withEntry(state.contests, contestId, { by: contestedById, open: true }) };
    }
    case 'sightline.messaging-archive.message-contest-decided.v1': {
      const contest = state.contests.get(fact.data.contestId);
      return contest
        ? { ...state, contests: withEntry(state.contests, fact.data.contestId, { ...contest, open: false }) }
        : state;
    }
    case 'sightline.messaging-archive.attachment-reviewed.v1':
      return { ...state, reviewed: withEntry(state.reviewed, fact.data.attachmentId, fact.data.outcome) };
    case 'sightline.messaging-archive.safety-hold-placed.v1':
      return { ...state, holds: withEntry(state.holds, fact.data.holdId, fact.data.heldUntil) };
    case 'sightline.messaging-archive.safety-hold-released.v1': {
      const holds = new Map(state.holds);
      holds.delete(fact.data.holdId);
      return { ...state, holds };
    }
  }
}
