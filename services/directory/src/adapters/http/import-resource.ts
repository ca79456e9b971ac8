import type { RosterImportRecord } from '../../application/ports.js';

/** How long a POST waits for a small import, before it answers that it goes on. */
const answerWithinMs = 10_000;

/** Waits for a small import; a longer one goes on by itself. */
export const soon = (running: Promise<void>): Promise<unknown> =>
  Promise.race([running, new Promise((resolve) => setTimeout(resolve, answerWithinMs).unref())]);

export const importResource = (record: RosterImportRecord): object => ({
  id: record.id,
  status: record.status,
  createdAt: record.createdAt,
  finishedAt: record.finishedAt,
  dryRun: record.dryRun,
  submittedBy: record.submittedBy,
  bundleSha256: record.bundleSha256,
  report: record.report,
  progress: record.progress,
  decidedBy: record.decidedBy,
  links: { self: `/api/v1/roster/imports/${record.id}` },
});
