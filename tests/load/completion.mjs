import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const noticesPerCase = 30;
const pollMs = 2;

/** Says when a case is durable, by asking the services' databases: one statement each for all cases that somebody waits for. */
export class Completion {
  static async open(dataDirectory) {
    const password = fs.readFileSync(path.join(dataDirectory, 'database-password'), 'utf8');
    const port = fs
      .readFileSync(path.join(dataDirectory, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')
      .split('\n')[3];
    const connect = async (database) => {
      const client = new pg.Client({
        host: '127.0.0.1',
        port: Number(port),
        database,
        user: `sightline_${database}`,
        password,
      });
      await client.connect();
      return client;
    };
    return new Completion(await connect('notification'), await connect('messaging_archive'));
  }

  constructor(notices, grants) {
    this.notices = notices;
    this.grants = grants;
    this.waiting = new Map();
  }

  of(requestId) {
    return new Promise((resolve) => {
      this.waiting.set(requestId, resolve);
      this.polling ??= this.poll();
    });
  }

  async poll() {
    while (this.waiting.size > 0) {
      const ids = [...this.waiting.keys()];
      const [told, granted] = await Promise.all([
        this.notices.query({
          name: 'told',
          text: 'select request_id as id from notices join authorizations using (authorization_id) where request_id = any($1) group by 1 having count(*) >= $2',
          values: [ids, noticesPerCase],
        }),
        this.grants.query({
          name: 'granted',
          text: 'select distinct request_id as id from access_grants where request_id = any($1)',
          values: [ids],
        }),
      ]);
      const both = new Set(granted.rows.map(({ id }) => id));
      for (const { id } of told.rows)
        if (both.has(id)) {
          this.waiting.get(id)();
          this.waiting.delete(id);
        }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    this.polling = undefined;
  }

  /** Nothing lost, nothing doubled: exactly 30 notices and one grant a case. */
  async reckoning() {
    const notices = await this.notices.query(
      'select count(*)::integer as cases, coalesce(min(n), 0) as least, coalesce(max(n), 0) as most from (select count(*) as n from notices join authorizations using (authorization_id) group by request_id) as counted',
    );
    const grants = await this.grants.query(
      'select count(*)::integer as cases, coalesce(max(n), 0) as most from (select count(*) as n from access_grants group by request_id) as counted',
    );
    const [{ cases, least, most }] = notices.rows;
    const whole =
      Number(least) === noticesPerCase &&
      Number(most) === noticesPerCase &&
      Number(grants.rows[0].most) === 1 &&
      grants.rows[0].cases === cases;
    if (!whole)
      throw new Error(`lost or doubled: ${JSON.stringify({ notices: notices.rows[0], grants: grants.rows[0] })}`);
    return `${cases} cases in all: each with exactly ${noticesPerCase} notices and one grant`;
  }

  async close() {
    await this.notices.end();
    await this.grants.end();
  }
}
