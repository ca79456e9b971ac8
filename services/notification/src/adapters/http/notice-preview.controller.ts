import { Controller, Get, Header, Inject, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import { CurrentCaller, notFound, PeopleOnly, type PersonCaller } from '@sightline/service-kit';
import type { LetterWriter, Wording } from '../../application/ports.js';
import type { NoticeContents } from '../../templates/contents.js';
import { noticeLetter } from '../../templates/letter.js';
import { noticeMail } from '../../templates/notice-mail.js';
import { noticeText } from '../../templates/notice-text.js';
import { renderMail } from '../../templates/render-mail.js';
import { sampleAddress, sampleNotice } from '../../templates/sample-contents.js';
import { NoticePreviewDto, NoticePreviewQuery } from './notice-preview.dto.js';

export const NOTICE_PREVIEW = Symbol('NoticePreviewSource');

export interface NoticePreviewSource {
  readonly database: Queryable;
  readonly wording: Wording;
  readonly letters: LetterWriter;
}

const sampleOf = ({ occasion, change, kind, reader }: NoticePreviewQuery): NoticeContents => ({
  ...sampleNotice,
  ...{ occasion, kind, reader, change: occasion === 'change' ? (change ?? 'staff-joined') : null },
});

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
    @Query() query: NoticePreviewQuery,
    @CurrentCaller() { personId }: PersonCaller,
  ): Promise<NoticePreviewDto> {
    await this.mayRead(personId);
    const { wording } = this.source;
    const { channel, language } = query;
    const set = channel === 'text-message' ? 'text' : 'notice';
    const voice = wording.voice(set, language);
    const contents = sampleOf(query);
    const { direction } = voice;
    const shown = { language: voice.language, direction, languages: wording.languages(set) };
    if (channel === 'text-message') return { subject: null, text: noticeText(contents, voice), html: null, ...shown };
    const mail = renderMail(voice, noticeMail(contents, voice));
    return { ...mail, ...(channel === 'letter' ? { html: null } : {}), ...shown };
  }

  @Get('preview/letter')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The same notice on paper, with the address of nobody' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  async letter(
    @Query() query: NoticePreviewQuery,
    @CurrentCaller() { personId }: PersonCaller,
  ): Promise<StreamableFile> {
    await this.mayRead(personId);
    const voice = this.source.wording.voice('notice', query.language);
    const contents = sampleOf(query);
    const letter = noticeLetter(contents, sampleAddress, contents.from, voice);
    return new StreamableFile(await this.source.letters.write([letter]), { type: 'application/pdf' });
  }

  private async mayRead(personId: string): Promise<void> {
    const people = await findPeople(this.source.database, [personId]);
    const roles = people
      .filter((person) => person.personId === personId && person.active)
      .flatMap((each) => each.roles);
    const held = new Set(roles.flatMap(({ role }) => relationOf[role] ?? []));
    if (!mayAccess('notice-template', 'read', held)) throw notFound();
  }
}
