import { Inject, Injectable } from '@nestjs/common';
import { answerOf, onceAtATime, Problem, type PersonCaller } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { RenewRequestHandler } from '../../application/renew-request.handler.js';
import type { SaveDraftHandler } from '../../application/save-draft.handler.js';
import type { SubmitRequestHandler, WrittenSubmission } from '../../application/submit-request.handler.js';
import { askedBy } from './asked-by.js';
import { isDraft, type ExceptionRequestBody, type RenewalBody } from './exception-request.dto.js';
import { RENEW_REQUEST, SAVE_DRAFT, SUBMIT_REQUEST } from './exception-request-tokens.js';
import { refusalStatuses } from './refusal-statuses.js';

/** Written requests as they come over HTTP: drafted, submitted, submitted again, renewed. */
@Injectable()
export class RequestWriter {
  constructor(
    @Inject(SUBMIT_REQUEST) private readonly submitRequest: SubmitRequestHandler,
    @Inject(SAVE_DRAFT) private readonly saveDraft: SaveDraftHandler,
    @Inject(RENEW_REQUEST) private readonly renewRequest: RenewRequestHandler,
  ) {}

  /** @param requestId an earlier request of the caller's; a new one when left out. @returns the request's id. @throws Problem */
  async write(
    caller: PersonCaller,
    request: FastifyRequest,
    body: ExceptionRequestBody,
    requestId?: string,
  ): Promise<string> {
    const by = askedBy(caller, request);
    const earlier = requestId === undefined ? {} : { requestId };
    if (!isDraft(body)) refuseStudentsAndGroup(body);
    const { submit: _submit, status: _status, ...draft } = body;
    const result = await onceAtATime(by.idempotency, () =>
      isDraft(body)
        ? this.saveDraft.execute({ by, draft, ...earlier })
        : this.submitRequest.execute({ by, ...writtenIn(body), ...earlier }),
    );
    return answerOf(result, refusalStatuses).id;
  }

  /** @returns the new request's id. @throws Problem */
  async renew(caller: PersonCaller, request: FastifyRequest, requestId: string, body: RenewalBody): Promise<string> {
    refuseStudentsAndGroup(body);
    const by = askedBy(caller, request);
    const { channel, districtFormShortfall, ...rest } = body;
    const changes: Partial<WrittenSubmission> = {
      ...rest,
      ...(channel === undefined ? {} : { medium: channel.medium }),
      ...(channel?.address === undefined ? {} : { channelAddress: channel.address }),
      ...(districtFormShortfall === undefined ? {} : { shortfall: shortfallIn(districtFormShortfall) }),
    };
    const result = await onceAtATime(by.idempotency, () => this.renewRequest.execute({ requestId, by, changes }));
    return answerOf(result, refusalStatuses).id;
  }
}

const shortfallIn = ({
  districtFormId,
  why,
}: NonNullable<ExceptionRequestBody['districtFormShortfall']>): NonNullable<WrittenSubmission['shortfall']> => ({
  districtFormId,
  why,
});

const writtenIn = (body: ExceptionRequestBody): WrittenSubmission => ({
  kind: body.kind,
  purpose: body.purpose,
  students: body.students ?? [],
  group: body.group,
  medium: body.channel.medium,
  channelAddress: body.channel.address,
  reason: body.reason,
  shortfall: body.districtFormShortfall && shortfallIn(body.districtFormShortfall),
  from: body.from,
  until: body.until,
  joins: body.joins,
});

const refuseStudentsAndGroup = ({ students, group }: Pick<ExceptionRequestBody, 'students' | 'group'>): void => {
  if (students === undefined || group === undefined) return;
  throw new Problem({
    type: 'students-or-group',
    status: 422,
    title: 'Name students or a group, not both',
    detail: 'A group stands for the list of its students.',
    clause: 'C3',
    errors: [{ field: 'group', detail: 'Leave out either students or group.' }],
  });
};
