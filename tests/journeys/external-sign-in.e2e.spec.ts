import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleDistrictBundle } from '@sightline/directory';
import { findFreePort } from '@sightline/embedded-postgres';
import { eventually } from '@sightline/testing';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ApiClient } from './support/api-client.js';
import { ChildProgram } from './support/child-program.js';
import { robotTokenOf, signInAt, type ExternalProvider } from './support/external-sign-in.js';
import type { RunningSightline } from './support/running-sightline.js';
import { startDistributed } from './support/start-distributed.js';

const audience = 'https://sightline.district.example';
const otherAudience = 'https://lunch-menu.district.example';

describe('people who sign in at the district’s own OpenID provider', () => {
  let external: ExternalProvider;
  let stranger: ExternalProvider;
  let sightline: RunningSightline;
  const programs: ChildProgram[] = [];

  const startProvider = async (): Promise<ExternalProvider> => {
    const port = await findFreePort();
    const program = new ChildProgram(
      'tests/journeys/support/external-provider.mjs',
      { PORT: String(port), AUDIENCE: audience, OTHER_AUDIENCE: otherAudience },
      /is ready: /,
    );
    programs.push(program);
    await program.start();
    return { issuer: `http://127.0.0.1:${port}` };
  };

  beforeAll(async () => {
    [external, stranger] = [await startProvider(), await startProvider()];
    sightline = await startDistributed('postgres', {
      SIGN_IN_ISSUER: external.issuer,
      SIGN_IN_AUDIENCE: audience,
      SIGN_IN_CLIENT_ID: 'sightline',
      SAMPLE_SIGN_IN: 'off',
    });
    const machine = await ApiClient.machine(sightline.url, sightline.machineClient);
    const imported = await machine.post('/api/v1/roster/imports', await sampleDistrictBundle(new Date()));
    expect(imported).toMatchObject({ status: 201, body: { status: 'completed' } });
  }, 120_000);
  afterAll(async () => {
    await sightline?.stop();
    for (const program of programs) await program.end('SIGTERM');
  }, 60_000);

  const ask = async (token: string, path = '/api/v1/me') => new ApiClient(sightline.url, token).get(path);
  const refused = { status: 401, body: { type: 'urn:sightline:problem:not-signed-in' } };

  it.each([
    ['username', 'coach.rivera'],
    ['sourcedId', 'staff-rivera'],
    ['username in capitals', 'Coach.Rivera'],
  ])('are found on the roster by %s', async (_by, login) => {
    const me = await ask(await signInAt(external, login));
    expect(me).toMatchObject({ status: 200, body: { kind: 'person', sourcedId: 'staff-rivera' } });
  });

  it('are let in by every service, which asks the directory who they are', async () => {
    const token = await signInAt(external, 'coach.rivera');
    for (const path of ['/exception-requests', '/approval-tasks', '/notices', '/access-grants'])
      await eventually(
        () => ask(token, `/api/v1${path}`),
        ({ status }) => status === 200,
      );
  });

  it('name the first operator by the one-use link as before', async () => {
    const named = await fetch(sightline.setUpLink, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'district-it' }),
    });
    expect(named.status).toBe(200);
    const operator = await ask(await signInAt(external, 'district-it'), '/api/v1/role-assignments');
    expect(operator.status).toBe(200);
  });

  it('are refused when nobody on the roster is meant', async () => {
    expect(await ask(await signInAt(external, 'somebody.else'))).toMatchObject(refused);
  });

  it('are refused with a token for another audience, or given to another application', async () => {
    const forOther = await signInAt(external, 'coach.rivera', { resource: otherAudience });
    expect(decodeJwt(forOther).aud).toBe(otherAudience);
    expect(await ask(forOther)).toMatchObject(refused);
    expect(await ask(await signInAt(external, 'coach.rivera', { clientId: 'lunch-menu' }))).toMatchObject(refused);
  });

  it('are refused with a token of another issuer, also one that says it is this one', async () => {
    const foreign = await signInAt(stranger, 'coach.rivera');
    expect(decodeJwt(foreign)).toMatchObject({ aud: audience, client_id: 'sightline' });
    expect(await ask(foreign)).toMatchObject(refused);

    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    for (const ownKey of [{}, { jwk: await exportJWK(publicKey) }]) {
      const forged = new SignJWT({ ...decodeJwt(foreign), iss: external.issuer });
      forged.setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'mine', ...ownKey });
      expect(await ask(await forged.sign(privateKey))).toMatchObject(refused);
    }
  });

  it('cannot be joined by machines: those sign in at Sightline alone', async () => {
    const robot = await robotTokenOf(external);
    expect(decodeJwt(robot)).toMatchObject({ sub: 'robot', scope: 'roster internal operations' });
    expect(await ask(robot)).toMatchObject(refused);
    expect(await ask(robot, '/api/v1/district-forms')).toMatchObject(refused);
  });

  it('have no second door at the built-in provider', async () => {
    const door = await fetch(`${sightline.url}/oidc/auth?client_id=portal`, { redirect: 'manual' });
    expect(door.status).toBe(403);
    await expect(ApiClient.person(sightline.url, 'coach.rivera')).rejects.toThrow('no token');
  });
});
