// Creates, where it is missing, a database and an owning role for every service; each service brings its own tables.
// SERVER_URL: any database of the server, as a role that may create databases and roles. DATABASE_PASSWORD: for the services' roles.
import { ensureDatabase, serviceDatabaseNames } from '@sightline/embedded-postgres';
import { readdirSync } from 'node:fs';

const { SERVER_URL: serverUrl, DATABASE_PASSWORD: password } = process.env;
if (!serverUrl || !password) {
  console.error('prepare-databases: SERVER_URL and DATABASE_PASSWORD must be set');
  process.exit(1);
}

const services = readdirSync(new URL('../../services', import.meta.url));
for (const service of services) {
  await ensureDatabase(serverUrl, { ...serviceDatabaseNames(service), password });
  console.log(`prepare-databases: ${serviceDatabaseNames(service).database} is there`);
}
