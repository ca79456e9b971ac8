import http from 'node:http';

/** A plain keep-alive client: as little of its own CPU as possible, since it shares the machine with what it measures. */
export class HttpClient {
  constructor(baseUrl, connections) {
    this.base = new URL(baseUrl);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  }

  request(method, path, { token, body, headers = {} } = {}) {
    const payload =
      body === undefined ? undefined : Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          host: this.base.hostname,
          port: this.base.port,
          method,
          path,
          agent: this.agent,
          headers: {
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(payload === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
            ...headers,
          },
        },
        (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const json = text === '' ? undefined : JSON.parse(text);
            if (response.statusCode >= 400)
              reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 500)}`));
            else resolve(json);
          });
        },
      );
      request.on('error', reject);
      if (payload !== undefined) request.write(payload);
      request.end();
    });
  }

  async personToken(username) {
    const { access_token } = await this.request('POST', '/oidc/token', {
      body: `grant_type=${encodeURIComponent('urn:sightline:grant:sample-person')}&username=${encodeURIComponent(username)}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    return access_token;
  }

  async machineToken(clientId, secret) {
    const { access_token } = await this.request('POST', '/oidc/token', {
      body: 'grant_type=client_credentials',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      },
    });
    return access_token;
  }

  close() {
    this.agent.destroy();
  }
}
