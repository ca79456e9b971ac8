import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const noticesPerCase = 30;
const pollMs = 2;
const roundOpened = 'sightline.approval.round-opened.v1';
const noticesOpened = 'sightline.notification.notices-opened.v1';
const accessGranted = 'sightline.messaging-archive.access-granted.v1';

/**
 * Tells the bench what is durable by following three services' logs, one indexed read each and poll, so that watching
 * costs the server next to nothing: when a case's tasks are open, and when its notices and its grant are committed.
 */
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
      const { rows } = await client.query('select position from log_head');
      return { client, position: rows[0].position };
    };
    return new Completion(await Promise.all(['approval', 'notification', 'messaging_archive'].map(connect)));
  }

  constructor(logs) {
    this.logs = logs;
    this.opened = new Map();
    this.done = new Map();
    this.progress = new Map();
  }

  /** Resolves when the round of the request is open. */
  tasksOf(requestId) {
    return this.wait(this.opened, requestId);
  }

  /** Resolves when 30 notices and one grant of the case are committed. */
  of(requestId) {
    return this.wait(this.done, requestId);
  }

  wait(list, requestId) {
    return new Promise((resolve) => {
      const seen = list.get(requestId);
      if (seen === true) return resolve();
      list.set(requestId, resolve);
      this.polling ??= this.poll();
    });
  }

  settle(list, requestId) {
    const waiting = list.get(requestId);
    list.set(requestId, true);
    if (typeof waiting === 'function') waiting();
  }

  isWaitedFor() {
    return [...this.opened.values(), ...this.done.values()].some((waiting) => typeof waiting === 'function');
  }

  async poll() {
    while (this.isWaitedFor()) {
      await Promise.all(this.logs.map((log) => this.follow(log)));
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    this.polling = undefined;
  }

  async follow(log) {
    const { rows } = await log.client.query({
      name: 'follow',
      text: `select position, type, correlation_id,
                    case when type = '${noticesOpened}' then jsonb_array_length(data -> 'notices') end as notices
             from events where position > $1 and position <= $1 + 500 order by position`,
      values: [log.position],
    });
    if (rows.length > 0) log.position = rows.at(-1).position;
    for (const { type, correlation_id: requestId, notices } of rows) {
      if (type === roundOpened) this.settle(this.opened, requestId);
      if (type !== noticesOpened && type !== accessGranted) continue;
      const reached = this.progress.get(requestId) ?? { notices: 0, grants: 0 };
      if (type === noticesOpened) reached.notices += notices;
      else reached.grants += 1;
      this.progress.set(requestId, reached);
      if (reached.notices >= noticesPerCase && reached.grants >= 1) this.settle(this.done, requestId);
    }
  }

  /** Nothing lost, nothing doubled: exactly 30 notices and one grant a case, as rows. */
  async reckoning() {
    const [, { client: notification }, { client: archive }] = this.logs;
    const notices = await notification.query(
      'select count(*)::integer as cases, coalesce(min(n), 0) as least, coalesce(max(n), 0) as most from (select count(*) as n from notices join authorizations using (authorization_id) group by request_id) as counted',
    );
    const grants = await archive.query(
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
    await Promise.all(this.logs.map(({ client }) => client.end()));
  }
}
