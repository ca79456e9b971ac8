import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { dropDatabase, ensureDatabase, urlOfDatabase } from '@sightline/embedded-postgres';

export interface TestDatabase {
  readonly name: string;
  /** As the role that owns the database: no superuser, so that missing rights show. */
  readonly url: string;
  /** The same database as a superuser, for roles, grants and terminated sessions. */
  readonly superuserUrl: string;
  /** Ends its sessions and removes it with its owner. */
  drop(): Promise<void>;
}

const readableName = (source: string): string => {
  const file = path.basename(source).replace(/(\.(int|e2e))?\.spec\.[a-z]+$/, '');
  return (
    file
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .slice(0, 40)
      .replace(/^[^a-z]+|_+$/g, '') || 'spec'
  );
};

/**
 * A database of its own for one spec file, named after it; two calls never meet.
 * @param source `import.meta.url` of the spec, or a name
 * @throws Error when the run has no PostgreSQL server (a spec not named `.int.spec.ts` or `.e2e.spec.ts`)
 */
export const testDatabase = async (source: string): Promise<TestDatabase> => {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server)
    throw new Error(
      'no PostgreSQL server in this run: TEST_POSTGRES_URL is set for .int.spec.ts and .e2e.spec.ts only',
    );
  const name = `${readableName(source)}_${randomBytes(5).toString('hex')}`;
  const owned = { database: name, role: `${name}_owner`, password: randomBytes(18).toString('base64url') };
  const url = await ensureDatabase(server, owned);
  return { name, url, superuserUrl: urlOfDatabase(server, name), drop: () => dropDatabase(server, owned) };
};
