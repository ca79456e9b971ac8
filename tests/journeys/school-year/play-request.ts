import type { PreparedDistrict } from '../support/prepared-district.js';
import { expectStatus, type Office } from './office.js';
import type { PlannedRequest } from './planned-request.js';

/** What has been played so far of one request, and what is still to come in another week. */
export interface PlayedRequest {
  readonly requestId: string;
  readonly planned: PlannedRequest;
  /** Who agreed; the first of them is asked to revoke. */
  readonly approvers: readonly string[];
  readonly authorizationId: string | null;
  readonly waits: 'for-decision' | 'for-revocation' | null;
}

const path = '/api/v1/exception-requests';

/** Asks, and does what is to happen in the same week. Undefined when own family left nobody to ask for (C4). */
export async function playRequest(
  district: PreparedDistrict,
  office: Office,
  planned: PlannedRequest,
): Promise<PlayedRequest | undefined> {
  const requester = await district.as(planned.requester);
  const asked = expectStatus(await requester.post(path, planned.body), 201, `the request of ${planned.requester}`);
  if (asked.status === 'not-required') return undefined;
  const requestId: string = asked.id;
  const step = async (name: string, body: object): Promise<void> => {
    expectStatus(await requester.post(`${path}/${requestId}/${name}`, body), 200, `${name} of ${requestId}`);
  };
  const played = (more: Partial<PlayedRequest> = {}): PlayedRequest => ({
    ...{ requestId, planned, approvers: [], authorizationId: null, waits: null },
    ...more,
  });
  const approve = async (): Promise<Partial<PlayedRequest>> => {
    const approvers = await office.approveAll(requester, requestId);
    const { body } = await requester.get(`${path}/${requestId}`);
    return { approvers, authorizationId: body.authorization };
  };
  const sendBack = async (): Promise<void> => {
    const [task] = await office.openTasks(requestId);
    await office.decide(task, 'return');
    await office.reaches(requester, requestId, 'returned');
  };

  switch (planned.fate) {
    case 'approved':
      return played(await approve());
    case 'approved-then-revoked':
      return played({ ...(await approve()), waits: 'for-revocation' });
    case 'left-until-next-week':
      await office.openTasks(requestId);
      return played({ waits: 'for-decision' });
    case 'denied': {
      const [task] = await office.openTasks(requestId);
      await office.decide(task, 'deny');
      await office.reaches(requester, requestId, 'denied');
      return played();
    }
    case 'withdrawn':
      await step('withdraw', {});
      return played();
    case 'returned-then-withdrawn':
      await sendBack();
      await step('withdraw', {});
      return played();
    case 'returned-then-approved':
      await sendBack();
      await step('amend', {
        ...planned.body,
        reason: 'On match days the bus changes, and no mail is read on the way.',
      });
      return played(await approve());
  }
}

/** What was left for a later week. */
export async function playOn(district: PreparedDistrict, office: Office, request: PlayedRequest): Promise<void> {
  const { requestId, waits, approvers, authorizationId, planned } = request;
  const requester = await district.as(planned.requester);
  if (waits === 'for-decision') await office.approveAll(requester, requestId);
  if (waits === 'for-revocation') {
    const approver = await district.as(approvers[0]!);
    const answer = await approver.post(`/api/v1/authorizations/${authorizationId}/revoke`, {
      reason: 'The season is over for this group.',
    });
    // By then it may have come to its end by itself.
    if (answer.status !== 409) expectStatus(answer, 200, `revoke ${authorizationId}`);
  }
}
