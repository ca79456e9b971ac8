import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { mayAccess } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import {
  CurrentCaller,
  invalidCursor,
  isUuid,
  PageQuery,
  PeopleOnly,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { lookingCaller, type Looking } from '../../application/looks/looking-caller.js';
import { listDisclosures, type DisclosureRow } from '../../read-models/disclosures/disclosures.queries.js';
import { LOOKING } from './archive-tokens.js';

class DisclosuresQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Looks at messages about one student, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  student?: string;
}

const nobody = '00000000-0000-0000-0000-000000000000';
const byFamily = new Set(['guardianship', 'student-of-age']);

/** Who has looked at messages about a child, or in one's own name (C9). */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/disclosures')
export class DisclosuresController {
  constructor(@Inject(LOOKING) private readonly looking: Looking) {}

  @Get()
  @ApiOperation({ summary: 'Looks at the messages about the caller’s children, or in the caller’s own name (C9)' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: DisclosuresQuery): Promise<Page<object>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw invalidCursor();
    const { database, people } = this.looking;
    const viewer = await lookingCaller(this.looking, caller.personId);
    const [student] = await findPeople(database, query.student === undefined ? [] : [query.student]);
    const rows = mayAccess('disclosure', 'read', new Set(['self', 'guardian-of-student']))
      ? await listDisclosures(database, viewer, {
          studentId: query.student === undefined ? null : (student?.personId ?? nobody),
          ...{ before: query.cursor ?? null, limit: query.limit },
        })
      : [];
    const shown = rows.slice(0, query.limit);
    const named = shown.filter((row) => this.names(caller, row)).map(({ viewer_id }) => viewer_id);
    const known = await people.people([...new Set(named)]);
    return {
      items: shown.map((row) => ({
        id: row.disclosure_id,
        status: 'kept',
        createdAt: row.at,
        ...{ act: row.act, basis: row.basis, clause: row.clause },
        viewer: this.names(caller, row) ? viewerOf(row, known) : null,
        messages: row.message_ids,
        links: {},
      })),
      next: rows.length > query.limit ? shown.at(-1)!.disclosure_id : null,
    };
  }

  /** A member of staff hears that a family looked, not which guardian did. */
  private names({ personId }: PersonCaller, { viewer_id, basis }: DisclosureRow): boolean {
    return viewer_id === personId || !byFamily.has(basis);
  }
}

const viewerOf = (
  { viewer_id }: DisclosureRow,
  known: ReadonlyMap<string, { readonly sourcedId: string; readonly displayName: string }>,
): object => {
  const person = known.get(viewer_id);
  return { id: viewer_id, sourcedId: person?.sourcedId ?? null, displayName: person?.displayName ?? null };
};
