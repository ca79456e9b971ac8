import http from 'node:http';
import net from 'node:net';
import { Body, Controller, Get, HttpCode, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';
import { afterEach, describe, expect, it } from '@jest/globals';
import { IsString, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { HealthRegistry } from '../operations/health.js';
import { ClientsOnly, Public } from '../sign-in/index.js';
import { createHttpApplication, type HttpApplicationOptions } from './http-application.js';

class Note {
  @IsString()
  @MaxLength(2_000_000)
  text!: string;
}

@Controller('notes')
class NotesController {
  @Get()
  list(): object {
    return { items: [], next: null };
  }
  @Get('open')
  @Public()
  open(): object {
    return { open: true };
  }
  @Get('internal')
  @ClientsOnly('internal')
  internal(): object {
    return { internal: true };
  }
  @Post()
  @HttpCode(200)
  write(@Body() { text }: Note): object {
    return { length: text.length };
  }
  @Post('upload')
  @HttpCode(200)
  @ApiConsumes('application/zip')
  async upload(@Req() { body }: FastifyRequest): Promise<object> {
    let length = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) length += chunk.length;
    return { length };
  }
}
@Module({})
class NotesModule {}

let application: NestFastifyApplication | undefined;
afterEach(async () => {
  await application?.close();
  application = undefined;
});

let nowMs = Date.parse('2026-11-24T12:00:00Z');
const tokens = {
  verify: async (token: string) =>
    token === 'service'
      ? { kind: 'client' as const, clientId: 'service-audit', scopes: ['internal'] }
      : { kind: 'person' as const, personId: token, username: token, tokenId: 'one' },
};

const start = async (options: Partial<HttpApplicationOptions> = {}): Promise<string> => {
  application = await createHttpApplication({
    title: 'spec',
    modules: [{ module: NotesModule, controllers: [NotesController] }],
    logger: pino({ level: 'silent' }),
    clock: { now: () => new Date(nowMs) },
    health: new HealthRegistry(),
    tokens,
    ...options,
  });
  await application.listen(0, '127.0.0.1');
  return application.getUrl();
};

interface Asked {
  readonly token?: string;
  readonly body?: RequestInit['body'];
  readonly type?: string;
  readonly headers?: Record<string, string>;
}
const ask = async (url: string, { token = 'ana', body, type = 'application/json', headers = {} }: Asked = {}) => {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  } as RequestInit);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
};

describe('limits of frequency', () => {
  it('refuse a caller who asks too often with 429 and Retry-After, and nobody else', async () => {
    const url = await start({ limits: { perCaller: 3, perAddress: 0 } });
    for (let times = 0; times < 3; times += 1) expect((await ask(`${url}/notes`)).status).toBe(200);
    const refused = await ask(`${url}/notes`);
    expect(refused).toMatchObject({
      status: 429,
      body: { type: 'urn:sightline:problem:too-many-requests', status: 429, instance: '/notes' },
    });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBe(20);
    expect((await ask(`${url}/notes`, { token: 'ben' })).status).toBe(200);
    nowMs += wait * 1_000;
    expect((await ask(`${url}/notes`)).status).toBe(200);
  });

  it('do not count what one service asks another', async () => {
    const url = await start({ limits: { perCaller: 1, perAddress: 0 } });
    for (let times = 0; times < 3; times += 1)
      expect((await ask(`${url}/notes/internal`, { token: 'service' })).status).toBe(200);
  });

  it('refuse an address that asks too often, whoever it says it is, also for what is public or missing', async () => {
    const url = await start({ limits: { perCaller: 0, perAddress: 3 } });
    for (const path of ['/notes', '/notes/open', '/missing']) await ask(`${url}${path}`);
    for (const path of ['/notes', '/notes/open', '/missing'])
      expect(await ask(`${url}${path}`, { token: 'ben' })).toMatchObject({ status: 429 });
    expect((await ask(`${url}/health/live`)).status).toBe(200);
  });

  it('believe a forwarded address of a trusted proxy alone', async () => {
    const limits = { perCaller: 0, perAddress: 1 };
    const from = (address: string): Asked => ({ headers: { 'x-forwarded-for': address } });
    const url = await start({ limits });
    expect((await ask(`${url}/notes`, from('192.0.2.1'))).status).toBe(200);
    expect((await ask(`${url}/notes`, from('192.0.2.2'))).status).toBe(429);
    await application!.close();
    const behind = await start({ limits, trustedProxies: ['127.0.0.1'] });
    expect((await ask(`${behind}/notes`, from('192.0.2.1'))).status).toBe(200);
    expect((await ask(`${behind}/notes`, from('192.0.2.2'))).status).toBe(200);
    expect((await ask(`${behind}/notes`, from('192.0.2.1'))).status).toBe(429);
  });
});

describe('limits of size', () => {
  const tooLarge = { status: 413, body: { type: 'urn:sightline:problem:body-too-large' } };

  it('take a body of a mebibyte and refuse a larger one, whether it says its length or not', async () => {
    const url = await start();
    const text = (length: number): string => JSON.stringify({ text: 'x'.repeat(length) });
    expect(await ask(`${url}/notes`, { body: text(1_048_000) })).toMatchObject({ status: 200 });
    expect(await ask(`${url}/notes`, { body: text(1_048_576) })).toMatchObject(tooLarge);
    const streamed = new Blob([text(1_500_000)]).stream();
    expect(await ask(`${url}/notes`, { body: streamed })).toMatchObject(tooLarge);
  });

  it('hand a stream to nobody who has not asked for one', async () => {
    const url = await start();
    const body = 'P'.repeat(2_000_000);
    for (const type of ['application/zip', 'application/octet-stream', 'Application/ZIP; x=y'])
      expect(await ask(`${url}/notes`, { body, type })).toMatchObject({
        status: 415,
        body: { type: 'urn:sightline:problem:unsupported-media-type' },
      });
    expect(await ask(`${url}/notes/upload`, { body, type: 'application/zip' })).toMatchObject({
      status: 200,
      body: { length: 2_000_000 },
    });
  });

  it('answer headers that are too large, and what is no HTTP, as problems', async () => {
    const url = new URL(await start());
    const raw = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        let answer = '';
        const socket = net.connect(Number(url.port), '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.on('close', () => resolve(answer));
        socket.on('error', reject);
      });
    const large = await raw(`GET /notes HTTP/1.1\r\nhost: x\r\ncookie: ${'c'.repeat(http.maxHeaderSize + 1)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1\.1 431 /);
    expect(large).toContain('urn:sightline:problem:headers-too-large');
    const nonsense = await raw('HELLO\r\n\r\n');
    expect(nonsense).toMatch(/^HTTP\/1\.1 400 /);
    expect(nonsense).toContain('application/problem+json');
  });
});

describe('security headers', () => {
  it('stand on every answer, an error of the framework included', async () => {
    const url = await start({ https: true });
    for (const path of ['/notes', '/notes/open', '/missing', '/health/live']) {
      const { headers } = await ask(`${url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('do not bind a computer to https that is reached without', async () => {
    const url = await start();
    expect((await ask(`${url}/notes`)).headers.get('strict-transport-security')).toBeNull();
  });
});
