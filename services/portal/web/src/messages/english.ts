import { archive } from './english/archive.ts';
import { everywhere } from './english/everywhere.ts';
import { requests } from './english/requests.ts';
import { tasks } from './english/tasks.ts';

export const english = { ...everywhere, ...tasks, ...requests, ...archive };

export type MessageKey = keyof typeof english;
/** One language, complete: what lacks a message does not compile. */
export type Messages = Readonly<Record<MessageKey, string>>;
