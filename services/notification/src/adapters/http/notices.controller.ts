import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import {
  CurrentCaller,
  dateInZone,
  decodeCursor,
  isUuid,
  notFound,
  pageOf,
  Problem,
  type Caller,
  type Clock,
} from '@sightline/service-kit';
import { coverageLines } from '../../read-models/coverage/coverage-lines.query.js';
import {
  countCoverage,
  coverageOfGuardians,
  namedExclusions,
  openGaps,
  standingToAuthorization,
} from '../../read-models/coverage/coverage.queries.js';
import { findNotice, listNotices, type Moment, type ShownNotice } from '../../read-models/notices/notices.queries.js';
import { CoverageDto } from './coverage.dto.js';
import { CoverageQuery, NoticeDto, NoticeListQuery, NoticePage } from './notices.dto.js';

export const NOTICES = Symbol('NoticesSource');

/** Where the controller reads, and by which calendar. */
export interface NoticesSource {
  readonly database: Queryable;
  readonly clock: Clock;
  readonly districtTimeZone: string;
  /** Says which of a guardian's children are of age by now (C9). */
  readonly people: Pick<PeopleReader, 'people'>;
}

const rowsShownMax = 2_000;

const noticeDto = (notice: ShownNotice): NoticeDto => ({
  id: notice.noticeId,
  status: notice.status,
  createdAt: notice.createdAt.toISOString(),
  links: {
    self: `/api/v1/notices/${notice.noticeId}`,
    authorization: `/api/v1/authorizations/${notice.authorizationId}`,
    request: `/api/v1/exception-requests/${notice.requestId}`,
  },
  occasion: notice.occasion,
  change: notice.change,
  guardian: { id: notice.guardianId, sourcedId: notice.guardianSourcedId },
  students: [...notice.students],
  channel: notice.channel,
  attempts: notice.attempts,
  deliveredAt: notice.deliveredAt?.toISOString() ?? null,
  failure: notice.failure,
});

/** C6: a guardian reads own notices, an auditor all; who asked, decided or supervises sees whether the families were told. */
@ApiTags('notices')
@ApiBearerAuth()
@Controller('api/v1/notices')
export class NoticesController {
  constructor(@Inject(NOTICES) private readonly source: NoticesSource) {}

  @Get()
  @ApiOperation({ summary: 'Notices to guardians that the caller may read, newest first' })
  @ApiOkResponse({ type: NoticePage })
  async list(@Query() query: NoticeListQuery, @CurrentCaller() caller: Caller): Promise<NoticePage> {
    const before = noticeIdIn(query.cursor);
    const reader = await this.readerOf(caller);
    const notices = await listNotices(
      this.source.database,
      {
        guardianId: reader,
        requestId: query.request ?? null,
        authorizationId: query.authorization ?? null,
      },
      { before, limit: query.limit + 1 },
      this.moment(),
    );
    const page = pageOf(await this.openTo(reader, notices), query.limit, ({ noticeId }) => [noticeId], noticeDto);
    return { items: [...page.items], next: page.next };
  }

  @Get('coverage')
  @ApiOperation({ summary: 'Who has been told of an authorization, and every gap' })
  @ApiOkResponse({ type: CoverageDto })
  async coverage(@Query() { authorization }: CoverageQuery, @CurrentCaller() caller: Caller): Promise<CoverageDto> {
    const { database } = this.source;
    const personId = personOf(caller);
    const standing = await standingToAuthorization(database, authorization, personId);
    if (!standing) throw notFound();
    const held = new Set<Relation>([
      ...(standing.isRequester ? ['requester' as const] : []),
      ...(standing.isSupervisor ? ['supervisor-of-staff' as const] : []),
      ...(standing.isDecider ? ['decider' as const] : []),
      ...((await this.isAuditor(personId)) ? ['auditor' as const] : []),
    ]);
    if (!mayAccess('coverage', 'read', held)) throw notFound();

    const counts = await countCoverage(database, authorization);
    const guardians = await coverageOfGuardians(database, authorization, rowsShownMax);
    const gaps = await openGaps(database, authorization, rowsShownMax);
    const lines = await coverageLines(database, authorization, rowsShownMax);
    const exclusions = await namedExclusions(database, authorization, rowsShownMax);
    return {
      id: authorization,
      status: gaps.length > 0 ? 'gaps' : counts.pending > 0 ? 'pending' : 'complete',
      createdAt: standing.activatedAt.toISOString(),
      links: {
        self: `/api/v1/notices/coverage?authorization=${authorization}`,
        authorization: `/api/v1/authorizations/${authorization}`,
        request: `/api/v1/exception-requests/${standing.requestId}`,
      },
      endedOn: standing.endedOn,
      counts: { ...counts, gaps: gaps.length },
      lines: lines.map((line) => ({ ...line, toldAt: line.toldAt?.toISOString() ?? null })),
      guardians: guardians.map((each) => ({
        ...each,
        deliveredAt: each.deliveredAt?.toISOString() ?? null,
      })),
      gaps: gaps.map((gap) => ({ ...gap, namedAt: gap.namedAt.toISOString() })),
      exclusions: exclusions.map((each) => ({ ...each, namedAt: each.namedAt.toISOString() })),
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One notice' })
  @ApiOkResponse({ type: NoticeDto })
  async one(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<NoticeDto> {
    if (!isUuid(id)) throw notFound();
    const reader = await this.readerOf(caller);
    const found = await findNotice(this.source.database, id, reader, this.moment());
    const [notice] = await this.openTo(reader, found ? [found] : []);
    if (!notice) throw notFound();
    return noticeDto(notice);
  }

  /** The guardian whose notices alone are shown; null for whoever may read all. */
  private async readerOf(caller: Caller): Promise<string | null> {
    const personId = personOf(caller);
    const auditor = await this.isAuditor(personId);
    return auditor && mayAccess('notice', 'read', new Set(['auditor'])) ? null : personId;
  }

  /** A student of age stands in the parents' place: to them it is open, and to the guardian no more (C9). */
  private async openTo(reader: string | null, notices: readonly ShownNotice[]): Promise<readonly ShownNotice[]> {
    const studentIds = new Set(notices.flatMap(({ students }) => students.map(({ id }) => id)));
    studentIds.delete(reader ?? '');
    if (reader === null || studentIds.size === 0) return notices;
    const people = await this.source.people.people([...studentIds]);
    return notices.map((notice) => ({
      ...notice,
      students: notice.students.filter(({ id }) => id === reader || !people.get(id)?.adult),
    }));
  }

  private async isAuditor(personId: string): Promise<boolean> {
    const people = await findPeople(this.source.database, [personId]);
    return people.some(
      (person) => person.personId === personId && person.active && person.roles.some(({ role }) => role === 'auditor'),
    );
  }

  private moment(): Moment {
    const now = this.source.clock.now();
    return { now, today: dateInZone(now, this.source.districtTimeZone) };
  }
}

const personOf = (caller: Caller): string => {
  if (caller.kind !== 'person') throw notFound();
  return caller.personId;
};

/** The id of the last notice of the page before. @throws Problem for a cursor that is not one of ours */
const noticeIdIn = (cursor: string | undefined): string | null => {
  const position = decodeCursor(cursor, 1);
  if (!position) return null;
  const [noticeId] = position;
  if (typeof noticeId === 'string' && isUuid(noticeId)) return noticeId;
  throw new Problem({
    type: 'invalid-cursor',
    status: 400,
    title: 'The cursor cannot be read',
    detail: 'Start again without a cursor.',
  });
};
