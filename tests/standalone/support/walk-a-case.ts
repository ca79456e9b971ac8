import { eventually } from '@sightline/testing';
import type { PeopleClient } from './people-client.js';

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** The group and the district form that the sample requests name. */
export async function sampleChoices(api: PeopleClient): Promise<{ readonly group: string; readonly form: string }> {
  const groups = await api.get('coach.rivera', '/api/v1/groups?limit=200');
  const forms = await api.get('coach.rivera', '/api/v1/district-forms');
  const group = groups.body.items.find(
    (each: { kind: string; title: string }) =>
      each.kind === 'activity' && /soccer/i.test(each.title) && /girls/i.test(each.title),
  );
  return { group: group.id, form: forms.body.items[0].id };
}

export const outsideChannelRequest = (choices: { group: string; form: string }): Record<string, unknown> => ({
  kind: 'outside-channel',
  purpose: 'district',
  group: choices.group,
  channel: { medium: 'messaging-app', address: '@girls-soccer' },
  reason: 'Changes of the bus on match days reach the players too late.',
  districtFormShortfall: { districtFormId: choices.form, why: 'Players do not read mail on match days.' },
  from: day(1),
  until: day(30),
});

export const personalPhoneRequest = (choices: { group: string; form: string }): Record<string, unknown> => ({
  ...outsideChannelRequest(choices),
  kind: 'personal-phone',
  channel: { medium: 'text-message', address: '+15555550123' },
});

/** Every service follows the roster in its own time; resolves when a request would be judged by it, without making one. */
export const rosterIsFollowed = (api: PeopleClient, choices: { group: string; form: string }): Promise<unknown> =>
  eventually(
    () =>
      api.post('coach.rivera', '/api/v1/exception-requests', { ...outsideChannelRequest(choices), from: '2001-01-01' }),
    ({ body }) => String(body.type).endsWith('starts-in-past'),
    { timeoutMs: 30_000 },
  );

/** The open task that this person sees for a request. */
export const openTask = (api: PeopleClient, username: string, requestId: string): Promise<string> =>
  eventually(
    async () =>
      (await api.get(username, `/api/v1/approval-tasks?request=${requestId}&status=open`)).body.items?.[0]?.id as
        string | undefined,
    (id) => id !== undefined,
    { timeoutMs: 30_000 },
  ) as Promise<string>;

/** Asks under C3, lets principal and technology approve with copies as a condition. @returns the request's id */
export async function approveOutsideChannel(
  api: PeopleClient,
  choices: { group: string; form: string },
): Promise<string> {
  const asked = await api.post('coach.rivera', '/api/v1/exception-requests', outsideChannelRequest(choices));
  if (asked.status !== 201) throw new Error(`asked: ${asked.status} ${JSON.stringify(asked.body)}`);
  const requestId: string = asked.body.id;
  await decide(api, 'principal.lincoln', requestId, {
    outcome: 'approve',
    comment: 'Agreed.',
    copyCondition: 'Copies to the supervisor.',
  });
  await decide(api, 'tech.okafor', requestId, { outcome: 'approve' });
  return requestId;
}

export async function decide(api: PeopleClient, username: string, requestId: string, decision: object): Promise<void> {
  const answer = await api.post(
    username,
    `/api/v1/approval-tasks/${await openTask(api, username, requestId)}/decision`,
    decision,
  );
  if (answer.status !== 200) throw new Error(`${username} decided: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** What became of a case, once every notice has ended and the supervisor's grant is there. */
export const outcomeOf = (api: PeopleClient, requestId: string) =>
  eventually(
    async () => {
      const notices = await api.get('auditor', `/api/v1/notices?request=${requestId}&limit=200`);
      const grants = await api.get('auditor', `/api/v1/access-grants?request=${requestId}`);
      const history = await api.get('auditor', `/api/v1/history/cases/${requestId}?limit=1000`);
      return {
        notices: notices.body.items as Notice[],
        grants: grants.body.items as unknown[],
        events: (history.body.items ?? []) as CaseEvent[],
      };
    },
    ({ notices, grants, events }) => {
      const ended = notices.filter(({ status }) => status === 'delivered' || status === 'undeliverable').length;
      const told = events
        .filter(({ type }) => /notices-(delivered|undeliverable)/.test(type))
        .flatMap(({ data }) => data.deliveries ?? data.notices ?? []);
      return notices.length > 0 && ended === notices.length && told.length === notices.length && grants.length > 0;
    },
    { timeoutMs: 45_000 },
  );

export interface Notice {
  readonly id: string;
  readonly status: string;
  readonly guardian: { readonly id: string; readonly sourcedId: string };
  readonly students: readonly { readonly id: string }[];
}

export interface CaseEvent {
  readonly sequence: number;
  readonly type: string;
  readonly subject: string;
  readonly subjectVersion: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}
