import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem, Public, notFound } from '@sightline/service-kit';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SetUpFirstOperator } from '../../application/set-up-first-operator.handler.js';
import { pageHeaders } from '../../pages/html.js';
import { setUpDonePage, setUpPage } from '../../pages/set-up.page.js';

class FirstOperatorBody {
  /** Roster `username`, `email` or `sourcedId`. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  login!: string;
}

const wantsPage = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes('text/html');

const show = (reply: FastifyReply, status: number, body: string): void =>
  void reply.status(status).headers(pageHeaders).send(body);

/**
 * The one-use link that start-up prints for an empty district. A GET says whether it works and changes nothing (mail and
 * chat programs follow links); a POST names the operator once. Pages for browsers, JSON for scripts.
 */
@ApiExcludeController()
@Public()
@Controller('setup/:token')
export class SetUpController {
  constructor(@Inject(SetUpFirstOperator) private readonly setUp: SetUpFirstOperator) {}

  /** @throws Problem `not-found` (404) for a link that is unknown, used or expired */
  @Get()
  async look(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!(await this.setUp.isOpen(token))) throw notFound();
    if (wantsPage(request)) return show(reply, 200, setUpPage());
    void reply.send({ status: 'open', next: 'POST { "login": "<username, email or sourcedId>" } to this address' });
  }

  /** @throws Problem `not-found` (404) as above, `nobody-on-roster` (422) for a login that belongs to nobody */
  @Post()
  @HttpCode(200)
  async name(
    @Param('token') token: string,
    @Body() { login }: FirstOperatorBody,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.setUp.nameOperator(token, login.trim());
    if (outcome.outcome === 'closed') throw notFound();
    if (outcome.outcome === 'nobody-meant') {
      if (wantsPage(request)) return show(reply, 422, setUpPage(login));
      throw new Problem({
        type: 'nobody-on-roster',
        status: 422,
        title: 'Nobody on the roster',
        detail: 'Nobody on the roster has this username, email or sourcedId.',
        remedy: 'Import the roster first, then use the link; it is still open.',
        errors: [{ field: 'login', detail: 'belongs to nobody on the roster' }],
      });
    }
    if (wantsPage(request)) return show(reply, 200, setUpDonePage(outcome.operator.displayName));
    void reply.send({ status: 'named', personId: outcome.operator.personId });
  }
}
