import type { AlertContents } from './contents.js';
import { heading, link, paragraph, type Block, type MailText, type Values, type Voice } from './mail-text.js';

const valuesOf = (contents: AlertContents, voice: Voice): Values => {
  const { kind, side, until, personName } = contents;
  return {
    about: contents.about,
    name: contents.name,
    person: personName ?? voice.say('person'),
    ...(kind === null ? {} : { kind: voice.say(`kind.${kind}`) }),
    ...(side === null ? {} : { side: voice.say(`side.${side}`) }),
    ...(until === null ? {} : { until: voice.date(until) }),
  };
};

const bodyOf = (contents: AlertContents, voice: Voice): readonly Block[] => {
  const { alertKind, dueAt, timeZone, page } = contents;
  return [
    paragraph(voice.say(`body.${alertKind}`, valuesOf(contents, voice))),
    ...(dueAt === null ? [] : [paragraph(voice.say('due', { due: voice.moment(dueAt, timeZone) }))]),
    ...(page === null ? [] : [link(voice.say(`open-${page.opens}`), page.url)]),
  ];
};

const subjectOf = (contents: AlertContents, voice: Voice): string =>
  voice.say(`subject.${contents.alertKind}`, valuesOf(contents, voice));

/** Tells one person of one thing to do or to know, with the page where it is done. */
export const alertMail = (contents: AlertContents, voice: Voice): MailText => ({
  subject: subjectOf(contents, voice),
  blocks: [
    paragraph(voice.say('greeting', { name: contents.name })),
    ...bodyOf(contents, voice),
    ...(contents.dueAt === null ? [] : [paragraph(voice.say('pool'))]),
  ],
});

/** The day's alerts of one person in one mail; a single one is said as it would be alone. */
export const digestMail = (alerts: readonly [AlertContents, ...AlertContents[]], voice: Voice): MailText =>
  alerts.length === 1
    ? alertMail(alerts[0], voice)
    : {
        subject: voice.say('digest-subject', { count: alerts.length }),
        blocks: [
          paragraph(voice.say('greeting', { name: alerts[0].name })),
          ...alerts.flatMap((alert) => [heading(subjectOf(alert, voice)), ...bodyOf(alert, voice)]),
        ],
      };
