import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import { CurrentCaller, notFound, PeopleOnly, type PersonCaller } from '@sightline/service-kit';
import type { Wording } from '../../application/ports.js';
import { noticeMail } from '../../templates/notice-mail.js';
import { noticeText } from '../../templates/notice-text.js';
import { renderMail } from '../../templates/render-mail.js';
import { sampleNotice } from '../../templates/sample-contents.js';
import { NoticePreviewDto, NoticePreviewQuery } from './notice-preview.dto.js';

export const NOTICE_PREVIEW = Symbol('NoticePreviewSource');

export interface NoticePreviewSource {
  readonly database: Queryable;
  readonly wording: Wording;
}

/** How a role stands to the templates; whoever is a student or a parent alone stands in no such relation. */
const relationOf: Partial<Readonly<Record<RosterRole, Relation>>> = {
  auditor: 'auditor',
  operator: 'operator',
  technology: 'technology',
  principal: 'principal-of-building',
  administrator: 'staff-of-building',
  teacher: 'staff-of-building',
  aide: 'staff-of-building',
  counselor: 'staff-of-building',
};

/** C6: staff see the words that families get before anybody gets them. */
@ApiTags('notices')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/notices')
export class NoticePreviewController {
  constructor(@Inject(NOTICE_PREVIEW) private readonly source: NoticePreviewSource) {}

  @Get('preview')
  @ApiOperation({ summary: 'A notice as a family would get it, in a language, about nobody of the roster' })
  @ApiOkResponse({ type: NoticePreviewDto })
  async preview(
    @Query() { channel, language, occasion, change, kind, reader }: NoticePreviewQuery,
    @CurrentCaller() { personId }: PersonCaller,
  ): Promise<NoticePreviewDto> {
    const people = await findPeople(this.source.database, [personId]);
    const roles = people
      .filter((person) => person.personId === personId && person.active)
      .flatMap((each) => each.roles);
    const held = new Set(roles.flatMap(({ role }) => relationOf[role] ?? []));
    if (!mayAccess('notice-template', 'read', held)) throw notFound();

    const { wording } = this.source;
    const set = channel === 'email' ? 'notice' : 'text';
    const voice = wording.voice(set, language);
    const contents = {
      ...sampleNotice,
      ...{ occasion, kind, reader, change: occasion === 'change' ? (change ?? 'staff-joined') : null },
    };
    const said =
      channel === 'email'
        ? renderMail(voice, noticeMail(contents, voice))
        : { subject: null, text: noticeText(contents, voice), html: null };
    const { direction } = voice;
    return { ...said, language: voice.language, direction, languages: wording.languages(set) };
  }
}
