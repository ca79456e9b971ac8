import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres, stopOrphanedServer } from '@sightline/embedded-postgres';
import { clearAbandonedFolders, createOwnedFolder } from './abandoned-folders.js';
import { dockerAnswers } from './docker-engine.js';

const image = 'postgres:18';
const folderPrefix = 'sightline-test-postgres-';
/** Many pools of several spec files at once. */
const settings = { max_connections: '200' };

export interface TestPostgresServer {
  /** `postgres://` address as a superuser. */
  readonly url: string;
  readonly source: 'environment' | 'docker' | 'embedded';
  /** Ends what was started here, with its data; a server named in the environment stays. */
  stop(): Promise<void>;
}

const startContainer = async (): Promise<TestPostgresServer> => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(image)
    .withEnvironment({
      POSTGRES_PASSWORD: 'test',
      POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8',
    })
    .withExposedPorts(5432)
    .withCommand(['postgres', '-c', `max_connections=${settings.max_connections}`])
    // The image starts the server twice: once to set it up, once to serve.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start();
  return {
    url: `postgres://postgres:test@${container.getHost()}:${container.getMappedPort(5432)}/postgres`,
    source: 'docker',
    stop: async () => void (await container.stop()),
  };
};

const startEmbedded = async (): Promise<TestPostgresServer> => {
  await clearAbandonedFolders(folderPrefix, (folder) =>
    stopOrphanedServer(path.join(folder, 'postgres/cluster'), () => undefined),
  );
  const folder = await createOwnedFolder(folderPrefix);
  const server = await startEmbeddedPostgres({ dataDirectory: path.join(folder, 'postgres'), settings });
  return {
    url: server.superuserUrl('postgres'),
    source: 'embedded',
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/**
 * One PostgreSQL server for a whole test run: the one at `TEST_POSTGRES_URL`, else a container where an engine answers, else
 * the embedded one in a folder that goes with it. Servers of killed runs are cleared away first.
 */
export const startTestPostgresServer = async (): Promise<TestPostgresServer> => {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url) return { url, source: 'environment', stop: () => Promise.resolve() };
  if (!(await dockerAnswers())) return startEmbedded();
  try {
    return await startContainer();
  } catch (error) {
    console.warn(
      `a container engine answers but does not run ${image}: tests use the embedded PostgreSQL (${String(error)})`,
    );
    return startEmbedded();
  }
};
