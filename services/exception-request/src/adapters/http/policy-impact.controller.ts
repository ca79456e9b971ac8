import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type PolicyBook, type PolicyVersion, type Relation } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import { CurrentCaller, isUuid, notFound, PeopleOnly, type Page, type PersonCaller } from '@sightline/service-kit';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { impactOn, type Impact } from '../../application/policy-impact.js';
import {
  authorizationsUnderOtherVersions,
  preparedVersion,
} from '../../read-models/policy-impact/policy-impact.query.js';
import { DATABASE, POLICIES } from './exception-request-tokens.js';
import { referencesTo, type Reference } from './references.js';

class ImpactQuery {
  @IsOptional()
  @IsUUID()
  cursor?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** An administrator leads every building. */
const relationOf: Partial<Record<RosterRole, Relation>> = {
  administrator: 'principal-of-building',
  principal: 'principal-of-building',
  technology: 'technology',
  operator: 'operator',
  auditor: 'auditor',
};

const batchSize = 500;

/** What a version of the policy does to what is live (C11): for whoever prepares, confirms or audits it. */
@ApiTags('exception-request')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/policy-versions/:version/impact')
export class PolicyImpactController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(POLICIES) private readonly policies: PolicyBook,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The live authorizations that this version would no longer allow, each with why (C11)' })
  async list(
    @CurrentCaller() caller: PersonCaller,
    @Param('version') id: string,
    @Query() query: ImpactQuery,
  ): Promise<Page<object>> {
    const [person] = await findPeople(this.database, [caller.personId]);
    const relations = new Set((person?.roles ?? []).flatMap(({ role }) => relationOf[role] ?? []));
    if (!mayAccess('policy-impact', 'read', relations)) throw notFound();
    const version = await this.version(id);

    const found: Impact[] = [];
    let after = query.cursor;
    let more = true;
    while (more && found.length <= query.limit) {
      const live = await authorizationsUnderOtherVersions(this.database, {
        ...{ versionId: version.id, unchecked: false, limit: batchSize },
        ...(after === undefined ? {} : { after }),
      });
      found.push(...(await impactOn(live, version, this.policies)));
      after = live.at(-1)?.authorizationId;
      more = live.length === batchSize;
    }
    const shown = found.slice(0, query.limit);
    const referTo = await referencesTo(
      this.database,
      shown.map(({ authorization }) => authorization.staffId),
    );
    return {
      items: shown.map((impact) => resource(impact, referTo)),
      next: found.length > query.limit ? shown.at(-1)!.authorization.authorizationId : null,
    };
  }

  private async version(id: string): Promise<PolicyVersion> {
    const prepared = isUuid(id) ? await preparedVersion(this.database, id) : undefined;
    const recorded = (await this.policies.versions()).find((each) => each.id.toLowerCase() === id.toLowerCase());
    const version = prepared ?? recorded;
    if (!version) throw notFound();
    return version;
  }
}

const resource = ({ authorization, reasons }: Impact, referTo: (id: string) => Reference): object => ({
  id: authorization.authorizationId,
  request: authorization.requestId,
  kind: authorization.kind,
  staff: referTo(authorization.staffId),
  from: authorization.from,
  until: authorization.until,
  policyVersion: authorization.policyVersion,
  reasons,
  links: { authorization: `/api/v1/authorizations/${authorization.authorizationId}` },
});
