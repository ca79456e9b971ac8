import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dockerAnswers } from './docker-engine.js';

describe('the look for a container engine', () => {
  let folder: string;
  let server: net.Server | undefined;

  const listen = async (created: net.Server, where: net.ListenOptions): Promise<void> => {
    server = created.listen(where);
    await once(created, 'listening');
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-engine-spec-'));
    server = undefined;
  });
  afterEach(async () => {
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds one that answers at a socket, and only by its ping', async () => {
    const socket = path.join(folder, 'engine.sock');
    const engine = http.createServer((request, response) =>
      response.writeHead(request.url === '/_ping' ? 200 : 404).end(),
    );
    await listen(engine, { path: socket });
    expect(await dockerAnswers(`unix://${socket}`)).toBe(true);
    engine
      .removeAllListeners('request')
      .on('request', (_request, response: http.ServerResponse) => response.writeHead(500).end());
    expect(await dockerAnswers(`unix://${socket}`)).toBe(false);
  });

  it('gives up after a second on one that accepts and says nothing', async () => {
    await listen(
      net.createServer((socket) => socket.unref()),
      { host: '127.0.0.1', port: 0 },
    );
    const started = performance.now();
    expect(await dockerAnswers(`tcp://127.0.0.1:${(server!.address() as AddressInfo).port}`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('takes a missing socket and an address it does not know for no engine', async () => {
    expect(await dockerAnswers(`unix://${folder}/nothing.sock`)).toBe(false);
    expect(await dockerAnswers('ssh://example.org')).toBe(false);
    expect(await dockerAnswers('no address')).toBe(false);
  });
});
