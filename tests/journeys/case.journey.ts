import { expect } from '@jest/globals';
import { eventually, type ReceivedMail } from '@sightline/testing';
import type { ApiClient } from './support/api-client.js';
import { outsideChannel, soccer, type PreparedDistrict } from './support/prepared-district.js';
import type { RunningSightline } from './support/running-sightline.js';

/* eslint-disable @typescript-eslint/no-explicit-any */

const timeoutMs = 20_000;

/** The one open task of a request that this person may decide. */
export const openTask = async (person: ApiClient, requestId: string): Promise<any> => {
  const path = `/api/v1/approval-tasks?request=${requestId}&status=open`;
  const tasks = await eventually(
    () => person.all(path),
    (found) => found.length === 1,
    { timeoutMs },
  );
  return tasks[0];
};

export const decide = async (person: ApiClient, requestId: string, decision: object) => {
  const { id } = await openTask(person, requestId);
  return person.post(`/api/v1/approval-tasks/${id}/decision`, decision);
};

export const reaches = async (person: ApiClient, requestId: string, status: string): Promise<any> => {
  const { body } = await eventually(
    () => person.get(`/api/v1/exception-requests/${requestId}`),
    (answer) => answer.body.status === status,
    { timeoutMs },
  );
  return body;
};

/** Every notice of a request, as the auditor sees them once each has its end. */
const settledNotices = (auditor: ApiClient, requestId: string): Promise<any[]> =>
  eventually(
    () => auditor.all(`/api/v1/notices?request=${requestId}`),
    (notices) =>
      notices.length > 0 && notices.every(({ status }) => status === 'delivered' || status === 'undeliverable'),
    { timeoutMs: 40_000 },
  );

const namesIn = (mail: ReceivedMail, names: readonly string[]): string[] =>
  names.filter((name) => `${mail.subject}\n${mail.text}\n${mail.html}`.includes(name));

/**
 * One case under C3 from the question to the last notice: asked, approved by the principal and the Technology Department on
 * condition of copies, told to every guardian once, granted to the supervisor, recorded for the auditor.
 * @param betweenApprovals what happens to the processes in the middle
 */
export async function outsideChannelCase(
  district: PreparedDistrict,
  betweenApprovals: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { as, auditor, roster, districtFormId, sightline } = district;
  const [coach, principal, technology, director] = await Promise.all(
    ['coach.rivera', 'principal.lincoln', 'tech.okafor', 'athletics.director'].map(as),
  );
  sightline.mail.clear();
  const asked = await coach!.post('/api/v1/exception-requests', outsideChannel(districtFormId));
  expect(asked).toMatchObject({ status: 201, body: { status: 'submitted', requester: { sourcedId: 'staff-rivera' } } });
  const requestId: string = asked.body.id;
  const team = roster.studentsOf(soccer);
  expect(asked.body.students.map(({ sourcedId }: any) => sourcedId).sort()).toEqual(
    team.map(({ sourcedId }) => sourcedId).sort(),
  );

  const alertIds = await everyApproverIsAlerted(district, requestId);
  const first = await decide(principal!, requestId, {
    outcome: 'approve',
    comment: 'Agreed for the season.',
    copyCondition: 'Copies go to the athletic director.',
  });
  expect(first).toMatchObject({ status: 200, body: { status: 'approved', side: 'principal' } });
  expect((await coach!.get(`/api/v1/exception-requests/${requestId}`)).body.status).toBe('submitted');
  await betweenApprovals();
  const second = await decide(technology!, requestId, { outcome: 'approve' });
  expect(second).toMatchObject({ status: 200, body: { status: 'approved', side: 'technology' } });
  const { authorization } = await reaches(coach!, requestId, 'approved');

  const notices = await settledNotices(auditor, requestId);
  everyGuardianIsToldOnce(district, notices);
  for (const alertId of alertIds) expect(mailsOf(sightline, alertId)).toHaveLength(1);
  await theSupervisorIsGranted(director!, requestId, authorization);
  await theCaseIsOnRecord(district, requestId, notices);
}

/** Notices and alerts are the Message-IDs of their mails. */
const mailsOf = ({ mail }: RunningSightline, id: string): ReceivedMail[] =>
  mail.mails().filter(({ messageId }) => messageId.includes(id));

/** Whoever may decide hears of the task by mail, before deciding. @returns the alerts' ids */
async function everyApproverIsAlerted(
  { auditor, roster, sightline }: PreparedDistrict,
  requestId: string,
): Promise<string[]> {
  const opened = await eventually(
    () => auditor.all(`/api/v1/history/cases/${requestId}`),
    (events) => events.some(({ type }) => shortType(type) === 'notification.alerts-opened'),
    { timeoutMs },
  );
  const { alerts } = opened.find(({ type }) => shortType(type) === 'notification.alerts-opened').data;
  const ids: string[] = alerts.map(({ alertId }: any) => alertId);
  const mails = await eventually(
    () => ids.flatMap((id) => mailsOf(sightline, id)),
    (found) => found.length === ids.length,
    { timeoutMs },
  );
  expect(mails.flatMap(({ to }) => to).sort()).toEqual(
    ['staff-principal-lincoln', 'staff-okafor', 'staff-lindqvist'].map((id) => roster.person(id).email).sort(),
  );
  return ids;
}

/** C6: exactly one mail to each guardian, or student of age, who has an address, naming the own children and of other families nobody. */
function everyGuardianIsToldOnce({ roster, sightline }: PreparedDistrict, notices: readonly any[]): void {
  const team = roster.studentsOf(soccer);
  // Under a restriction on contact: not told.
  const restricted = 'guardian-carter.dale';
  const told = new Map<string, string[]>();
  for (const student of team)
    for (const reader of student.readerIds)
      if (reader !== restricted) told.set(reader, [...(told.get(reader) ?? []), student.sourcedId]);
  expect(
    notices
      .map(({ guardian, students }) => [guardian.sourcedId, students.map(({ sourcedId }: any) => sourcedId).sort()])
      .sort(),
  ).toEqual([...told].map(([reader, students]) => [reader, students.sort()]).sort());

  const names = team.map(({ name }) => name);
  const mails = sightline.mail.mails();
  for (const { guardian, status, students } of notices) {
    const { email } = roster.person(guardian.sourcedId);
    const received = mails.filter(({ to, subject }) => to.includes(email) && /notice|aviso/i.test(subject));
    expect([guardian.sourcedId, received.length, status]).toEqual([
      guardian.sourcedId,
      email === '' ? 0 : 1,
      email === '' ? 'undeliverable' : 'delivered',
    ]);
    for (const mail of received) {
      expect(mail.to).toEqual([email]);
      // What cannot be delivered after all comes back to the archive's mail server.
      expect(mail.from).toMatch(/^bounce\+\S+@copies\.localhost$/);
      expect(namesIn(mail, names).sort()).toEqual(
        students.map(({ sourcedId }: any) => roster.person(sourcedId).name).sort(),
      );
    }
  }
  const carterDale = roster.person(restricted).email;
  expect(mails.filter(({ to }) => to.includes(carterDale))).toEqual([]);
}

/** C7: the copies are a condition of the approval, so the supervisor may see them. */
async function theSupervisorIsGranted(director: ApiClient, requestId: string, authorization: string): Promise<void> {
  await eventually(
    () => director.all(`/api/v1/access-grants?request=${requestId}`),
    (grants) => {
      expect(grants).toEqual([
        expect.objectContaining({
          ...{ status: 'open', clause: 'C7', authorization },
          supervisor: expect.objectContaining({ sourcedId: 'staff-athletics' }),
        }),
      ]);
    },
    { timeoutMs },
  );
}

const shortType = (type: string): string => type.split('.').slice(1, 3).join('.');

/** The auditor reads every step of the case; each log in its order, each cause on record, and nobody's name anywhere. */
async function theCaseIsOnRecord(
  { auditor, roster }: PreparedDistrict,
  requestId: string,
  notices: readonly any[],
): Promise<void> {
  const delivered = notices.filter(({ status }) => status === 'delivered').map(({ id }) => id);
  const events = await eventually(
    () => auditor.all(`/api/v1/history/cases/${requestId}`),
    (found) => {
      const ids = found.flatMap(({ type, data }) =>
        shortType(type) === 'notification.notices-delivered' ? data.deliveries.map((each: any) => each.noticeId) : [],
      );
      expect(ids.sort()).toEqual(delivered.sort());
      expect(found.some(({ log }) => log === 'messaging-archive')).toBe(true);
    },
    { timeoutMs },
  );
  const typesOf = (log: string): string[] =>
    events.filter((event) => event.log === log).map(({ type }) => shortType(type).split('.')[1]!);
  expect(typesOf('exception-request')).toEqual(['request-submitted', 'request-approved', 'authorization-activated']);
  expect(typesOf('approval')).toEqual(['round-opened', 'task-decided', 'task-decided', 'round-approved']);
  expect(typesOf('messaging-archive')).toEqual(['access-granted', 'copy-address-issued']);
  const notification = typesOf('notification');
  expect(notification[0]).toBe('alerts-opened');
  expect(notification.filter((type) => type === 'notices-opened')).toHaveLength(1);

  const sequences = events.map(({ sequence }) => sequence);
  expect(sequences).toEqual([...sequences].sort((left, right) => left - right));
  for (const log of new Set(events.map((event) => event.log))) {
    const positions = events.filter((event) => event.log === log).map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((left, right) => left - right));
  }
  const ids = new Set(events.map(({ id }) => id));
  for (const { actor, causationId, type } of events)
    if (actor.kind === 'system') expect([type, ids.has(causationId)]).toEqual([type, true]);
  const written = JSON.stringify(events);
  for (const { name } of roster.studentsOf(soccer)) expect(written).not.toContain(name);
}
