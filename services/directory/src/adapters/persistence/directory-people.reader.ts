import type { PeopleReader, PersonDetails, PlaceDetails, PostalAddress, RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { isOfAge } from '@sightline/policy';
import { recordsOfPerson } from '@sightline/relations';

interface DetailsRow {
  id: string;
  sourced_id: string;
  username: string;
  given_name: string;
  family_name: string;
  email: string | null;
  phone: string | null;
  language: string | null;
  birth_date: string | null;
  postal_address: PostalAddress | null;
  roles: readonly RosterRole[];
}

/** What reaches a person reaches them under any record: what this one lacks is taken from another of the same person. */
const orOfAnother = (value: string): string =>
  `coalesce(${value}, (select ${value.replaceAll(/\b(email|sms|phone|postal_address)\b/g, 'other.$1')} from people as other
     where other.active and other.id = any(${recordsOfPerson('people.id')}) and other.id <> people.id
       and ${value.replaceAll(/\b(email|sms|phone|postal_address)\b/g, 'other.$1')} is not null order by other.id limit 1))`;

/** A language entered by hand goes before the roster’s. */
const language = `coalesce((select hand.language from hand_relations as hand where hand.type = 'language'
  and hand.person_sourced_id = people.sourced_id and hand.ended_at is null), language) as language`;

const columns = `id, sourced_id, username, coalesce(preferred_given_name, given_name) as given_name,
  coalesce(preferred_family_name, family_name) as family_name, ${orOfAnother('email')} as email,
  ${orOfAnother('coalesce(sms, phone)')} as phone, ${language}, birth_date::text as birth_date, ${orOfAnother('postal_address')} as postal_address,
  array(select distinct held.role from (
    select at->>'role' as role from jsonb_array_elements(people.roles) as at
    union all select 'technology' where jsonb_array_length(technology) > 0
    union all select at->>'role' from assigned_roles, jsonb_array_elements(assigned_roles.roles) as at where person_id = people.id
  ) as held order by 1) as roles`;

/** The owner of personal data answering from its own tables; the same answers as over HTTP. */
export class DirectoryPeopleReader implements PeopleReader {
  constructor(
    private readonly database: Queryable,
    private readonly defaultLanguage: string,
    /** Today in the district's time zone, `YYYY-MM-DD`. */
    private readonly today: () => string,
  ) {}

  async people(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonDetails>> {
    if (personIds.length === 0) return new Map();
    const { rows } = await this.database.query<DetailsRow>({
      name: 'people.details',
      text: `select ${columns} from people where id = any($1)`,
      values: [personIds],
    });
    return new Map(rows.map((row) => [row.id, this.detailsOf(row)]));
  }

  async places(ids: readonly string[]): Promise<ReadonlyMap<string, PlaceDetails>> {
    if (ids.length === 0) return new Map();
    const { rows } = await this.database.query<PlaceDetails & { phone: string | null }>({
      name: 'places.details',
      text: `select id, sourced_id as "sourcedId", name, phone from buildings where id = any($1)
             union all select id, sourced_id, title, null from groups where id = any($1)`,
      values: [ids],
    });
    return new Map(rows.map(({ phone, ...place }) => [place.id, phone === null ? place : { ...place, phone }]));
  }

  async find(login: string): Promise<PersonDetails | undefined> {
    const { rows } = await this.database.query<DetailsRow & { rank: number }>({
      name: 'people.find-by-login',
      text: `select ${columns}, 1 as rank from people where active and lower(username) = lower($1)
             union all select ${columns}, 2 from people where active and sourced_id = $1
             union all select ${columns}, 3 from people where active and lower(email) = lower($1)
             order by rank, id limit 2`,
      values: [login],
    });
    const [first, second] = rows;
    // An e-mail address that two people share identifies neither of them.
    if (!first || (second && second.rank === first.rank && second.id !== first.id)) return undefined;
    return this.detailsOf(first);
  }

  async search(text: string, limit: number): Promise<readonly PersonDetails[]> {
    const { rows } = await this.database.query<DetailsRow>({
      name: 'people.search',
      text: `select ${columns} from people
             where active and strpos(lower(given_name || ' ' || family_name || ' ' || username), lower($1)) > 0
             order by lower(family_name || ' ' || given_name), id limit $2`,
      values: [text, limit],
    });
    return rows.map((row) => this.detailsOf(row));
  }

  private detailsOf(row: DetailsRow): PersonDetails {
    return {
      personId: row.id,
      sourcedId: row.sourced_id,
      username: row.username,
      displayName: `${row.given_name} ${row.family_name}`.trim(),
      givenName: row.given_name,
      familyName: row.family_name,
      ...(row.email === null ? {} : { email: row.email }),
      ...(row.phone === null ? {} : { phone: row.phone }),
      ...(row.birth_date === null ? {} : { adult: isOfAge(row.birth_date, this.today()) }),
      ...(row.postal_address === null ? {} : { postalAddress: row.postal_address }),
      language: row.language ?? this.defaultLanguage,
      roles: row.roles,
    };
  }
}
