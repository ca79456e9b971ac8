import { Problem } from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredTask } from '../../read-models/tasks/task.row.js';

/** Says which version of the task the answer shows. */
export const showVersion = (reply: FastifyReply, { version }: Pick<StoredTask, 'version'>): void => {
  void reply.header('etag', `"${version}"`);
};

/** The versions that whoever acts has seen (`If-Match`); undefined when any is good. @throws Problem for a tag that is none of ours */
export const expectedVersions = (request: FastifyRequest): readonly number[] | undefined => {
  const expected = request.headers['if-match'];
  if (expected === undefined || expected.trim() === '*') return undefined;
  return expected.split(',').map((tag) => {
    const version = /^\s*"(\d{1,9})"\s*$/.exec(tag)?.[1];
    if (version === undefined)
      throw new Problem({
        type: 'stale-version',
        status: 412,
        title: 'No version of this task has such a tag',
        remedy: 'Send the ETag of an answer as it is.',
      });
    return Number(version);
  });
};
