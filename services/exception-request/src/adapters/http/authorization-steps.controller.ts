import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import { answerOf, CurrentCaller, onceAtATime, PeopleOnly, type PersonCaller } from '@sightline/service-kit';
import { IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ObjectToAuthorizationHandler } from '../../application/object-to-authorization.handler.js';
import type { RevokeAuthorizationHandler } from '../../application/revoke-authorization.handler.js';
import { ownChildren } from '../../read-models/authorizations/authorizations.queries.js';
import { reviewsOf } from '../../read-models/reviews/reviews.queries.js';
import { askedBy } from './asked-by.js';
import { AuthorizationViews } from './authorization-views.js';
import { endingSideOf } from './ending-side.js';
import { DATABASE, OBJECT_TO_AUTHORIZATION, REVOKE_AUTHORIZATION } from './exception-request-tokens.js';
import { referencesTo } from './references.js';
import { refusalStatuses } from './refusal-statuses.js';

export class RevocationBody {
  @ApiProperty({ description: 'Why, in words.' })
  @IsString()
  @MaxLength(20_000)
  reason!: string;
}

export class ObjectionBody {
  @ApiProperty({ description: 'The own child, by id or sourcedId.' })
  @IsString()
  @MaxLength(255)
  student!: string;

  @ApiProperty({ description: 'What the guardian has against it, in words.' })
  @IsString()
  @MaxLength(20_000)
  reason!: string;
}

/** What people do about an authorization once it is there. */
@ApiTags('exception-request')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/authorizations')
export class AuthorizationStepsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(AuthorizationViews) private readonly views: AuthorizationViews,
    @Inject(REVOKE_AUTHORIZATION) private readonly revokeAuthorization: RevokeAuthorizationHandler,
    @Inject(OBJECT_TO_AUTHORIZATION) private readonly objectToAuthorization: ObjectToAuthorizationHandler,
  ) {}

  @Post(':id/revoke')
  @HttpCode(200)
  @ApiOperation({
    summary: 'End an authorization, with the reason: an approver, the supervisor, technology, the holder',
  })
  async revoke(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Body() { reason }: RevocationBody,
  ): Promise<object> {
    const row = await this.views.visible(caller, { authorizationId: id.toLowerCase() });
    const by = askedBy(caller, request);
    const { authorization_id: authorizationId, case_id: caseId } = row;
    const result = await onceAtATime(by.idempotency, () =>
      this.revokeAuthorization.execute({ authorizationId, caseId, by, reason, side: endingSideOf(row) }),
    );
    answerOf(result, refusalStatuses);
    return this.views.show(caller, authorizationId, reply);
  }

  @Post(':id/objections')
  @HttpCode(201)
  @ApiOperation({ summary: 'A guardian objects for the own child; people answer (C6)' })
  async object(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { student, reason }: ObjectionBody,
  ): Promise<object> {
    const row = await this.views.visible(caller, { authorizationId: id.toLowerCase() });
    const [person] = await findPeople(this.database, [student]);
    const studentId = person?.personId ?? student;
    const children = await ownChildren(this.database, caller.personId);
    const held = new Set<Relation>(children.has(studentId) ? ['guardian-of-student'] : []);
    const by = askedBy(caller, request);
    const result = await onceAtATime(by.idempotency, () =>
      this.objectToAuthorization.execute({
        ...{ authorizationId: row.authorization_id, caseId: row.case_id, by, studentId, reason },
        isGuardian: mayAccess('objection', 'write', held),
      }),
    );
    const { id: objectionId } = answerOf(result, refusalStatuses);
    const items = await this.objectionsFor(caller, id);
    return items.find((item) => item.id === objectionId)!;
  }

  @Get(':id/objections')
  @ApiOperation({
    summary: 'Objections by guardians, with what became of them: for those who answer, and the own ones',
  })
  async objections(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<object> {
    return { items: await this.objectionsFor(caller, id), next: null };
  }

  private async objectionsFor(caller: PersonCaller, id: string): Promise<(object & { readonly id: string })[]> {
    const row = await this.views.visible(caller, { authorizationId: id.toLowerCase() });
    const reviews = await reviewsOf(this.database, row.authorization_id);
    const shown = reviews.filter(({ reason, guardian_id }) => {
      const held = new Set<Relation>(row.caller_relations);
      if (guardian_id === caller.personId) held.add('self');
      return reason === 'objection' && mayAccess('objection', 'read', held);
    });
    const referTo = await referencesTo(
      this.database,
      shown.flatMap(({ guardian_id, student_id }) => [guardian_id!, student_id!]),
    );
    return shown.map((review) => ({
      id: review.review_id,
      status: review.status,
      createdAt: review.requested_at,
      closedAt: review.closed_at,
      guardian: referTo(review.guardian_id!),
      student: referTo(review.student_id!),
      reason: review.reason_words,
      clause: review.clause,
      links: { authorization: `/api/v1/authorizations/${row.authorization_id}` },
    }));
  }
}
