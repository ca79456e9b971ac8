import type { NoticeContents } from './contents.js';
import type { Voice } from './mail-text.js';

/** A text message: no child is named in it, since others may see the screen. */
export const noticeText = (contents: NoticeContents, voice: Voice): string => {
  const { occasion, change, schoolName, staffName, colleagues, phone } = contents;
  const names = colleagues.map((each) => each.staffName ?? voice.say('staff'));
  return voice.say('notice', {
    occasion: change === 'student-left' ? 'left' : occasion === 'end' ? 'end' : 'approval',
    reader: contents.reader,
    school: schoolName ?? voice.say('school'),
    staff: names.length > 1 ? voice.all(names) : (staffName ?? voice.say('staff')),
    medium: voice.say(`medium.${contents.medium}`),
    until: voice.date(contents.until),
    endedOn: voice.date(contents.endedOn ?? contents.until),
    phone: phone ?? '',
    hasPhone: phone === null ? 'no' : 'yes',
    url: contents.noticeUrl,
  });
};
