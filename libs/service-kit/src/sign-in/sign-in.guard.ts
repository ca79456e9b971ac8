import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Caller } from './caller.js';
import { notAllowed, notSignedIn } from './sign-in-problems.js';
import { accessMetadata } from './sign-in.decorators.js';
import type { Access, SignedInRequest } from './sign-in.decorators.js';

interface IncomingHttpRequest extends SignedInRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const bearerForm = /^Bearer +([^\s]+) *$/i;

/**
 * The global guard, which denies by default: a handler is for signed-in people, unless `@Public`, `@Scopes` or
 * `@ClientsOnly` says otherwise. A machine client passes only where one of its scopes is named.
 *
 * @throws Problem `not-signed-in` (401), `not-allowed` (403), `sign-in-unavailable` (503)
 */
export class SignInGuard implements CanActivate {
  constructor(
    private readonly verifier: { verify(token: string): Promise<Caller> },
    private readonly reflector: Pick<Reflector, 'getAllAndOverride'>,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return false;
    const access = this.reflector.getAllAndOverride<Access | undefined>(accessMetadata, [
      context.getHandler(),
      context.getClass(),
    ]) ?? { to: 'people' };
    if (access.to === 'everybody') return true;

    const request = context.switchToHttp().getRequest<IncomingHttpRequest>();
    const header = request.headers['authorization'];
    const token = typeof header === 'string' ? bearerForm.exec(header)?.[1] : undefined;
    if (token === undefined) throw notSignedIn('The request carries no bearer token.');
    const caller = await this.verifier.verify(token);
    refuseUnlessNamed(caller, access);
    request.caller = caller;
    return true;
  }
}

const refuseUnlessNamed = (caller: Caller, access: Exclude<Access, { to: 'everybody' }>): void => {
  if (caller.kind === 'person') {
    if (access.to === 'clients') throw notAllowed('This is for machine clients; a person may not do it.');
    return;
  }
  if (access.to === 'people') throw notAllowed('This is for people; a machine client may not do it.');
  if (!access.scopes.some((scope) => caller.scopes.includes(scope)))
    throw notAllowed(`The machine client needs one of these scopes: ${access.scopes.join(', ')}.`);
};
