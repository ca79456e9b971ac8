import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Caller } from './caller.js';
import { notSignedIn } from './sign-in-problems.js';

/** Who may pass a handler. What a person may see or do there is decided behind it. */
export type Access =
  | { readonly to: 'everybody' }
  | { readonly to: 'people' }
  | { readonly to: 'people-and-clients' | 'clients'; readonly scopes: readonly string[] };

export const accessMetadata = 'sightline:access';

type AccessDecorator = ClassDecorator & MethodDecorator;

/** One key for all of them, so that the decorator nearest to the handler decides alone. The OpenAPI document says the same. */
const access = (value: Access): AccessDecorator =>
  applyDecorators(SetMetadata(accessMetadata, value), ApiExtension('x-access', value));

/** Needs no sign-in. */
export const Public = (): AccessDecorator => access({ to: 'everybody' });

/** Signed-in people, no machine client; what a handler without any of these decorators has too. */
export const PeopleOnly = (): AccessDecorator => access({ to: 'people' });

/** Signed-in people, and machine clients that hold at least one of these scopes. */
export const Scopes = (...scopes: readonly [string, ...string[]]): AccessDecorator =>
  access({ to: 'people-and-clients', scopes });

/** Machine clients that hold at least one of these scopes, and no person: for what one service answers another. */
export const ClientsOnly = (...scopes: readonly [string, ...string[]]): AccessDecorator =>
  access({ to: 'clients', scopes });

/** A request that passed the guard. */
export interface SignedInRequest {
  caller?: Caller;
}

/** Hands the caller to a handler. @throws Problem `not-signed-in` on a handler that needs no sign-in */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<SignedInRequest>();
  if (caller === undefined) throw notSignedIn('This needs a signed-in caller.');
  return caller;
});
