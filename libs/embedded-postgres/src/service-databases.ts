import pg from 'pg';

/** Any fixed number: all that creates databases and roles on one server takes turns under it. */
const creationLock = 4_650_001;

const namePattern = /^[a-z][a-z0-9_]{0,62}$/;

const checkedName = (name: string): string => {
  if (!namePattern.test(name))
    throw new Error(`'${name}' is no name for a database or role: lower case letters, digits and _, at most 63`);
  return name;
};

export interface ServiceDatabase {
  /** Also the last part of the address. */
  readonly database: string;
  /** The role that owns it, and the only one that may connect. */
  readonly role: string;
  readonly password: string;
}

/** `exception-request` → database `exception_request`, role `sightline_exception_request`. */
export const serviceDatabaseNames = (service: string): { readonly database: string; readonly role: string } => {
  const database = checkedName(service.replaceAll('-', '_'));
  return { database, role: checkedName(`sightline_${database}`) };
};

/** The same server and login, another database. */
export const urlOfDatabase = (url: string, database: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
};

/** The address of a database for a role with a password. */
export const urlForRole = (serverUrl: string, { database, role, password }: ServiceDatabase): string => {
  const changed = new URL(urlOfDatabase(serverUrl, database));
  changed.username = role;
  changed.password = encodeURIComponent(password);
  return changed.href;
};

const withClient = async <Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const inTurn = <Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> =>
  withClient(url, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [creationLock]);
    return work(client);
  });

const ensureRole = async (client: pg.Client, role: string, password: string): Promise<void> => {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(
    `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${client.escapeLiteral(password)}`,
  );
};

/**
 * Sees to it that the database and the role that owns it exist and that nobody else may connect. May be repeated; the password is set anew.
 * @param superuserUrl any database of the server, as a role that may create roles and databases
 * @returns the address for the owner
 */
export const ensureDatabase = (superuserUrl: string, wanted: ServiceDatabase): Promise<string> => {
  const database = checkedName(wanted.database);
  const role = checkedName(wanted.role);
  return inTurn(urlOfDatabase(superuserUrl, 'postgres'), async (client) => {
    await ensureRole(client, role, wanted.password);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${role}`);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    return urlForRole(superuserUrl, wanted);
  });
};

/** Ends the sessions of the database and removes it together with its owner. Nothing there is no error. */
export const dropDatabase = (
  superuserUrl: string,
  { database, role }: Pick<ServiceDatabase, 'database' | 'role'>,
): Promise<void> =>
  inTurn(urlOfDatabase(superuserUrl, 'postgres'), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${checkedName(database)} WITH (FORCE)`);
    await client.query(`DROP ROLE IF EXISTS ${checkedName(role)}`);
  });

/** The role under which other processes read the logs of all services. */
export const logReaderRole = 'sightline_log_reader';

/** The published part of a service's database: its log, and where the log ends. */
const logTables = ['events', 'log_head'];

/**
 * Lets the log reader read the log of one database and nothing else there; call it after the migrations. May be repeated; the password is set anew.
 * @param reader `role` is `sightline_log_reader` unless named
 * @returns the address for the reader
 * @throws Error from PostgreSQL when the tables are missing
 */
export const grantLogReader = async (
  superuserUrl: string,
  reader: { readonly database: string; readonly password: string; readonly role?: string },
): Promise<string> => {
  const database = checkedName(reader.database);
  const role = checkedName(reader.role ?? logReaderRole);
  await inTurn(urlOfDatabase(superuserUrl, 'postgres'), async (client) => {
    await ensureRole(client, role, reader.password);
    await client.query(`ALTER ROLE ${role} SET default_transaction_read_only = on`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${role}`);
  });
  await withClient(urlOfDatabase(superuserUrl, database), (client) =>
    client.query(`GRANT SELECT ON ${logTables.map((table) => `public.${table}`).join(', ')} TO ${role}`),
  );
  return urlForRole(superuserUrl, { database, role, password: reader.password });
};
