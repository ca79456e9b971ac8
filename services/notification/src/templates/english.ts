import type { ApprovalSide, Medium, RequestKind } from '@sightline/contracts';
import {
  heading,
  link,
  list,
  paragraph,
  writerOf,
  type AlertContents,
  type Block,
  type MailText,
  type MailWords,
  type NoticeContents,
} from './mail-words.js';

const write = writerOf('en-US');

const media: Readonly<Record<Medium, string>> = {
  'text-message': 'text message',
  'phone-call': 'telephone call',
  'messaging-app': 'a messaging app',
  'social-network': 'a social network',
  'personal-email': 'personal e-mail',
  'video-call': 'video call',
  other: 'another electronic medium',
};
const kinds: Readonly<Record<RequestKind, string>> = {
  'outside-channel': 'a form of communication outside those that the district provides',
  'personal-phone': 'a personal telephone for a class or activity',
};
const rules: Readonly<Record<RequestKind, string>> = {
  'outside-channel':
    'The approval was given under clause C3: it needs the building principal and the Technology Department, who both agreed.',
  'personal-phone':
    "The approval was given under clause C5: the staff member's supervisor may allow a personal telephone for a class or activity of the district.",
};
const sides: Readonly<Record<ApprovalSide, string>> = {
  principal: 'building principal',
  technology: 'Technology Department',
  supervisor: 'supervisor',
};

const school = ({ schoolName }: NoticeContents): string => schoolName ?? 'The school district';
const staff = ({ staffName }: NoticeContents): string => staffName ?? 'a staff member';
const activity = ({ groupName }: NoticeContents): string => (groupName === null ? '' : ` for ${groupName}`);
const children = ({ studentNames }: NoticeContents): string =>
  studentNames.length === 0 ? 'your child' : write.all(studentNames);

const approved = (contents: NoticeContents): readonly Block[] => [
  paragraph(
    `${school(contents)} has approved that ${staff(contents)} may communicate with ${children(contents)} by ${media[contents.medium]}${activity(contents)}.`,
  ),
  paragraph(`The approval runs from ${write.date(contents.from)} through ${write.date(contents.until)}.`),
  ...(contents.endedOn === null ? [] : [paragraph(`It has ended on ${write.date(contents.endedOn)}.`)]),
];

const what = (contents: NoticeContents): readonly Block[] => {
  switch (contents.occasion) {
    case 'approval':
      return approved(contents);
    case 'late-joiner':
      return [
        paragraph(`This notice is about a student who has joined: ${children(contents)}.`),
        ...approved(contents),
      ];
    case 'change':
      return [paragraph('An approval that you were told of has changed. It now says:'), ...approved(contents)];
    case 'end':
      return [
        paragraph(
          `You were told that ${staff(contents)} may communicate with ${children(contents)} by ${media[contents.medium]}${activity(contents)}. That approval ended on ${write.date(contents.endedOn ?? contents.until)}.`,
        ),
        paragraph('Approvals end for many ordinary reasons. You do not have to do anything.'),
      ];
  }
};

const rights = ({ publicUrl, schoolName, reference }: NoticeContents): readonly Block[] => [
  heading('What you can do'),
  list(
    'Ask to see the communication with your child. You have a right to it (clause C9).',
    'Raise a concern if something does not seem right. You do not need proof.',
    `Call ${schoolName === null ? 'the school' : `the office of ${schoolName}`} and ask for the principal. Name this reference: ${reference}`,
  ),
  link('Open Sightline to see this notice, ask to see messages, or raise a concern', publicUrl),
  paragraph(
    'The district does not monitor everything that is written or said in this way (clause C10). Please talk with your child about it, and tell us what worries you.',
  ),
];

const notice = (contents: NoticeContents): MailText => ({
  subject:
    contents.occasion === 'end'
      ? `${school(contents)}: an approval about communication has ended`
      : `${school(contents)}: a notice about approved communication with your child`,
  blocks: [
    paragraph(`Dear ${contents.guardianName},`),
    ...what(contents),
    heading('Why we write to you'),
    paragraph(
      `Board policy P 4650, "Communication with Students by Electronic Media", asks us to tell parents and guardians (clause C6). ${contents.occasion === 'end' ? '' : rules[contents.kind]}`.trim(),
    ),
    ...rights(contents),
    paragraph(contents.schoolName ?? 'The school district'),
  ],
});

const alert = ({ name, kind, side, dueAt, timeZone, taskUrl }: AlertContents): MailText => ({
  subject: 'A request is waiting for your decision',
  blocks: [
    paragraph(`Dear ${name},`),
    paragraph(`A request for ${kinds[kind]} is waiting for you as ${sides[side]} (board policy P 4650).`),
    paragraph(`Please decide by ${write.moment(dueAt, timeZone)}.`),
    link('Open the task', taskUrl),
    paragraph('If somebody else may decide it too, whoever is first settles it.'),
  ],
});

export const english: MailWords = { language: 'en', notice, alert };
