import type { Messages } from './english.ts';
import { archive } from './spanish/archive.ts';
import { everywhere } from './spanish/everywhere.ts';
import { requests } from './spanish/requests.ts';
import { tasks } from './spanish/tasks.ts';

export const spanish: Messages = { ...everywhere, ...tasks, ...requests, ...archive };
