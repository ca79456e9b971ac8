/** A message as far as its conversation is concerned. Hashes are keyed; equal ones mean equal things. */
export interface Threaded {
  readonly messageId: string;
  readonly keyId: string;
  readonly at: Date;
  readonly external: string | null;
  /** What it answers and what came before it, the nearest first. */
  readonly answers: readonly string[];
  /** Participants and medium, or what the original calls the conversation. */
  readonly conversation: string;
}

/** A message that the archive has. */
export interface ThreadedBefore {
  readonly keyId: string;
  readonly threadId: string;
  readonly at: Date | null;
  readonly external: string | null;
  readonly conversation: string | null;
}

/** A pause of a day begins another conversation among the same people. */
export const conversationGapMs = 86_400_000;

interface Known {
  readonly byExternal: Map<string, string>;
  readonly byConversation: Map<string, { at: number; threadId: string }[]>;
}

const remember = (known: Known, threadId: string, message: Omit<ThreadedBefore, 'threadId'>): void => {
  if (message.external !== null) known.byExternal.set(`${message.keyId}/${message.external}`, threadId);
  if (message.conversation === null || message.at === null) return;
  const key = `${message.keyId}/${message.conversation}`;
  const turns = known.byConversation.get(key) ?? [];
  turns.push({ at: message.at.getTime(), threadId });
  known.byConversation.set(key, turns);
};

/**
 * The thread of each message: that of what it answers; else that of a message among the same people by the same medium
 * within a day of it; else its own. In the order of sending, so that a batch threads as its messages one by one would.
 */
export function threadsOf(
  messages: readonly Threaded[],
  before: readonly ThreadedBefore[],
): ReadonlyMap<string, { readonly threadId: string; readonly answersMissing: boolean }> {
  const known: Known = { byExternal: new Map(), byConversation: new Map() };
  for (const each of before) remember(known, each.threadId, each);
  // Whatever order a batch has: what is answered in it is known before it is looked for.
  const present = new Set(messages.map(({ keyId, external }) => `${keyId}/${external}`));
  const threads = new Map<string, { threadId: string; answersMissing: boolean }>();
  for (const message of [...messages].sort((one, other) => one.at.getTime() - other.at.getTime())) {
    const answered = message.answers.map((id) => known.byExternal.get(`${message.keyId}/${id}`)).find(Boolean);
    const turns = known.byConversation.get(`${message.keyId}/${message.conversation}`) ?? [];
    const near = turns.find(({ at }) => Math.abs(at - message.at.getTime()) <= conversationGapMs);
    const threadId = answered ?? near?.threadId ?? message.messageId;
    const nearest = message.answers[0];
    const answersMissing =
      nearest !== undefined &&
      !known.byExternal.has(`${message.keyId}/${nearest}`) &&
      !present.has(`${message.keyId}/${nearest}`);
    threads.set(message.messageId, { threadId, answersMissing });
    remember(known, threadId, message);
  }
  return threads;
}
