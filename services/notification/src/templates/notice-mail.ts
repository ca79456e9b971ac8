import type { NoticeContents } from './contents.js';
import { heading, link, list, paragraph, type Block, type MailText, type Values, type Voice } from './mail-text.js';

const goesOn = ({ occasion, change }: NoticeContents): boolean => occasion !== 'end' && change !== 'student-left';

/** Digits and dashes keep their order among words of the other direction (Unicode isolates). */
const inOrder = (text: string, { direction }: Voice): string => (direction === 'rtl' ? `\u2066${text}\u2069` : text);

/** What every sentence of a notice may name. */
const valuesOf = (contents: NoticeContents, voice: Voice): Values => {
  const { schoolName, staffName, groupName, studentNames, phone } = contents;
  return {
    occasion: contents.occasion,
    reader: contents.reader,
    name: contents.guardianName,
    school: schoolName ?? voice.say('school'),
    hasSchool: schoolName === null ? 'no' : 'yes',
    phone: phone === null ? '' : inOrder(phone, voice),
    hasPhone: phone === null ? 'no' : 'yes',
    staff: staffName ?? voice.say('staff'),
    group: groupName ?? '',
    hasGroup: groupName === null ? 'no' : 'yes',
    medium: voice.say(`medium.${contents.medium}`),
    children: studentNames.length === 0 ? voice.say('children') : voice.all(studentNames),
    from: voice.date(contents.from),
    until: voice.date(contents.until),
    endedOn: voice.date(contents.endedOn ?? contents.until),
    side: contents.kind === 'personal-phone' ? 'supervisor' : 'principal',
    rule: !goesOn(contents) ? 'none' : contents.kind === 'personal-phone' ? 'phone' : 'channel',
    reference: inOrder(contents.reference, voice),
  };
};

const approved = ({ colleagues, endedOn }: NoticeContents, voice: Voice, values: Values): readonly Block[] => {
  const ended = endedOn === null ? [] : [paragraph(voice.say('period-ended', values))];
  if (colleagues.length < 2)
    return [paragraph(voice.say('approved', values)), paragraph(voice.say('period', values)), ...ended];
  const named = colleagues.map(({ staffName, medium, from, until }) =>
    voice.say('colleague', {
      staff: staffName ?? voice.say('staff'),
      medium: voice.say(`medium.${medium}`),
      from: voice.date(from),
      until: voice.date(until),
    }),
  );
  return [paragraph(voice.say('approved-several', values)), list(...named), ...ended];
};

const what = (contents: NoticeContents, voice: Voice, values: Values): readonly Block[] => {
  switch (contents.occasion) {
    case 'approval':
      return approved(contents, voice, values);
    case 'late-joiner':
      return [paragraph(voice.say('joined', values)), ...approved(contents, voice, values)];
    case 'change':
      return contents.change === 'student-left'
        ? [paragraph(voice.say('left', values)), paragraph(voice.say('ordinary'))]
        : [paragraph(voice.say('changed', values)), ...approved(contents, voice, values)];
    case 'end':
      return [paragraph(voice.say('ended', values)), paragraph(voice.say('ordinary'))];
  }
};

/** C6: who may communicate, how and until when, by which clause, and what the reader can do (C9). An end gives a date and no reason. */
export const noticeMail = (contents: NoticeContents, voice: Voice): MailText => {
  const values = valuesOf(contents, voice);
  return {
    subject: voice.say('subject', values),
    blocks: [
      paragraph(voice.say('greeting', values)),
      ...what(contents, voice, values),
      heading(voice.say('why')),
      paragraph(voice.say('clause', values).trim()),
      heading(voice.say('rights')),
      list(
        voice.say('look', values),
        ...(goesOn(contents) ? [voice.say('object', values)] : []),
        voice.say('concern'),
        voice.say('call', values),
      ),
      link(voice.say('open'), contents.noticeUrl),
      paragraph(voice.say('monitoring', values)),
      paragraph(String(values['school'])),
    ],
  };
};
