import type { SupposedEvent } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';
import type { AppendContext } from '../../../application/ports.js';
import type { SupposedFacts } from '../../../application/reckon-consequences.js';

const factsPerPage = 1_000;

interface Row {
  seq: number;
  name: string;
  subject: string;
  partition_key: string;
  data: object;
}

const worksHere = (roles: string): string =>
  `jsonb_path_exists(${roles}, '$.roles[*] ? (@.role != "student" && @.role != "guardian")')`;

/** What was found to differ and is not told yet, read from the import's own tables. */
export class PostgresSupposedFacts implements SupposedFacts {
  private indexed = false;

  constructor(
    private readonly transaction: Transaction,
    private readonly context: AppendContext,
  ) {}

  async canConcernAnybody(): Promise<boolean> {
    const { rowCount } = await this.transaction.query(
      'select 1 where exists (select 1 from published_facts) and exists (select 1 from roster_changes)',
    );
    return rowCount === 1;
  }

  async about(personIds: readonly string[], groupIds: readonly string[]): Promise<readonly SupposedEvent[]> {
    await this.index();
    const { rows } = await this.transaction.query<Row>(
      `with wanted as materialized (
         select unnest($1::text[]) as id
         union select moved->>'personId' from roster_changes, jsonb_array_elements(data->'joined') as moved
         where name = 'group-members-changed' and split_part(subject, '/', 2) = any($2))
       select name, subject, partition_key, data from (
         select * from roster_changes where split_part(subject, '/', 2) in (select id from wanted)
         union select * from roster_changes where split_part(subject, '/', 2) = any($2)
         union select * from roster_changes where name = 'restriction-recorded'
           and (data->>'guardianId' in (select id from wanted) or data->>'studentId' in (select id from wanted))
       ) as concerning order by seq`,
      [personIds, groupIds],
    );
    return rows.map((row) => this.supposed(row));
  }

  async *ofStaff(): AsyncIterable<readonly SupposedEvent[]> {
    for (let after = 0; ;) {
      const { rows } = await this.transaction.query<Row>(
        `select seq, name, subject, partition_key, changed.data from roster_changes as changed
         left join published_facts as said on said.kind = 'person' and said.id::text = split_part(subject, '/', 2)
         where seq > $1 and (name = 'supervisor-changed'
           or (name like 'person-%' and (${worksHere('changed.data')} or ${worksHere('said.data')})))
         order by seq limit ${factsPerPage}`,
        [after],
      );
      if (rows.length === 0) return;
      after = rows.at(-1)!.seq;
      yield rows.map((row) => this.supposed(row));
    }
  }

  /** Only when somebody asks: most imports of a small change, and all first ones, do without. */
  private async index(): Promise<void> {
    if (this.indexed) return;
    this.indexed = true;
    await this.transaction.query(`create index on roster_changes (split_part(subject, '/', 2))`);
    await this.transaction.query('create index on roster_changes (name)');
    await this.transaction.query('analyze roster_changes');
  }

  private supposed({ name, subject, partition_key, data }: Row): SupposedEvent {
    return {
      ...{ type: `sightline.directory.${name}.v1`, subject, partitionkey: partition_key, data },
      ...{ correlationid: this.context.importId, policyversion: this.context.policyVersion },
    };
  }
}
