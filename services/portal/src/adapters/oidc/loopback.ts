import type { IncomingMessage } from 'node:http';
import { isLoopbackHost } from './loopback-host.js';

const forwardedHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && (address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address));

/**
 * Whether a request was made on this computer: the connection comes from a loopback address, no proxy has passed it on
 * (behind one, everybody seems to be here), and it was addressed to a loopback name, so that a page elsewhere whose name
 * resolves to 127.0.0.1 (DNS rebinding) is not let in.
 */
export const isLoopbackRequest = (request: IncomingMessage): boolean =>
  isLoopbackAddress(request.socket.remoteAddress) &&
  !forwardedHeaders.some((name) => request.headers[name] !== undefined) &&
  isLoopbackHost(URL.parse(`http://${request.headers.host ?? ''}/`)?.hostname ?? '');
