import type { AlertContents } from '../templates/contents.js';
import { digestMail } from '../templates/alert-mail.js';
import { renderMail } from '../templates/render-mail.js';
import type { OutgoingMail, WaitingAlert } from './ports.js';
import { languageOf, nameOf, type Known, type MailComposition } from './read-known.js';

const pageOf = ({ alertKind, taskId, requestId }: WaitingAlert, publicUrl: string): AlertContents['page'] => {
  if (alertKind === 'text-reply-received') return null;
  if (taskId !== null) return { url: `${publicUrl}/tasks/${taskId}`, opens: 'task' };
  if (requestId !== null) return { url: `${publicUrl}/requests/${requestId}`, opens: 'request' };
  return { url: `${publicUrl}/tasks`, opens: 'tasks' };
};

const contentsOf = (
  alert: WaitingAlert,
  name: string,
  known: Known,
  { publicUrl, districtTimeZone }: MailComposition,
): AlertContents => {
  const person = alert.aboutPersonId === null ? undefined : known.people.get(alert.aboutPersonId);
  const { alertKind, kind, side, about, dueAt, until } = alert;
  return {
    ...{ alertKind, name, kind, side, about, dueAt, until },
    personName: person ? nameOf(person) : null,
    timeZone: districtTimeZone,
    page: pageOf(alert, publicUrl),
  };
};

/** One mail for all of these, which go to one person. */
export const composeAlerts = (
  alerts: readonly [WaitingAlert, ...WaitingAlert[]],
  address: string,
  known: Known,
  composition: MailComposition,
): OutgoingMail => {
  const [first, ...others] = alerts;
  const person = known.people.get(first.personId)!;
  const name = nameOf(person);
  const voice = composition.wording.voice('alert', languageOf(person, known));
  const contents = (alert: WaitingAlert): AlertContents => contentsOf(alert, name, known, composition);
  return {
    deliveryId: first.alertId,
    address,
    name,
    ...renderMail(voice, digestMail([contents(first), ...others.map(contents)], voice)),
  };
};
