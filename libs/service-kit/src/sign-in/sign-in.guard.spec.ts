import { describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import 'reflect-metadata';
import { Problem } from '../problem.js';
import type { Caller } from './caller.js';
import { notSignedIn } from './sign-in-problems.js';
import { ClientsOnly, PeopleOnly, Public, Scopes } from './sign-in.decorators.js';
import { SignInGuard } from './sign-in.guard.js';

class Doors {
  plain(): void {}
  @Public() open(): void {}
  @Scopes('roster', 'webhooks') scoped(): void {}
  @ClientsOnly('roster') machines(): void {}
}
@Public()
class OpenDoors {
  plain(): void {}
  @PeopleOnly() people(): void {}
  @Scopes('roster') scoped(): void {}
}

const callers: Readonly<Record<string, Caller>> = {
  person: { kind: 'person', personId: 'p', username: 'u', tokenId: 't' },
  roster: { kind: 'client', clientId: 'c', scopes: ['roster'] },
  nothing: { kind: 'client', clientId: 'c', scopes: [] },
};
const verifier = {
  verify: async (token: string): Promise<Caller> => {
    const caller = callers[token];
    if (caller === undefined) throw notSignedIn('no');
    return caller;
  },
};
const guard = new SignInGuard(verifier, new Reflector());

interface Call {
  readonly on: new () => object;
  readonly handler: string;
  readonly authorization?: string | string[];
  readonly type?: string;
}
const enter = async ({ on, handler, authorization, type = 'http' }: Call) => {
  const request: { headers: object; caller?: Caller } = { headers: { authorization } };
  const context = {
    getType: () => type,
    getClass: () => on,
    getHandler: () => (on.prototype as Record<string, unknown>)[handler],
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  try {
    return { passed: await guard.canActivate(context), caller: request.caller };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return `${error.details.status} ${error.details.type}`;
  }
};

describe('SignInGuard', () => {
  it('denies by default: a handler that says nothing is for people', async () => {
    expect(await enter({ on: Doors, handler: 'plain' })).toBe('401 not-signed-in');
    expect(await enter({ on: Doors, handler: 'plain', authorization: 'Bearer person' })).toStrictEqual({
      passed: true,
      caller: callers['person'],
    });
    expect(await enter({ on: Doors, handler: 'plain', authorization: 'Bearer roster' })).toBe('403 not-allowed');
  });

  it('lets a machine client in only where one of its scopes is named', async () => {
    const passed = await enter({ on: Doors, handler: 'scoped', authorization: 'bearer roster' });
    expect(passed).toStrictEqual({ passed: true, caller: callers['roster'] });
    expect(await enter({ on: Doors, handler: 'scoped', authorization: 'Bearer nothing' })).toBe('403 not-allowed');
  });

  it('lets no person in where machine clients alone are named', async () => {
    expect(await enter({ on: Doors, handler: 'machines', authorization: 'Bearer person' })).toBe('403 not-allowed');
    expect(await enter({ on: Doors, handler: 'machines', authorization: 'Bearer nothing' })).toBe('403 not-allowed');
    expect(await enter({ on: Doors, handler: 'machines', authorization: 'Bearer roster' })).toMatchObject({
      passed: true,
    });
  });

  it('asks nothing at a public door, whatever the header says', async () => {
    expect(await enter({ on: Doors, handler: 'open', authorization: 'Bearer forged' })).toStrictEqual({
      passed: true,
      caller: undefined,
    });
    expect(await enter({ on: OpenDoors, handler: 'plain' })).toStrictEqual({ passed: true, caller: undefined });
  });

  it('lets the handler narrow what its class opens', async () => {
    expect(await enter({ on: OpenDoors, handler: 'people' })).toBe('401 not-signed-in');
    expect(await enter({ on: OpenDoors, handler: 'scoped' })).toBe('401 not-signed-in');
  });

  it.each([
    'Basic person',
    'Bearer',
    'Bearer ',
    'person',
    'Bearer person person',
    'Bearer forged',
    ['Bearer person', 'Bearer person'],
  ])('refuses the header %j', async (authorization) => {
    expect(await enter({ on: Doors, handler: 'plain', authorization })).toBe('401 not-signed-in');
  });

  it('closes every door that is not HTTP', async () => {
    expect(await enter({ on: Doors, handler: 'open', authorization: 'Bearer person', type: 'rpc' })).toStrictEqual({
      passed: false,
      caller: undefined,
    });
  });
});
