import type { ReceivingMailServer } from '@sightline/testing';

/** The parts that run as processes of their own when services run apart. */
export const serviceNames = [
  'directory',
  'exception-request',
  'approval',
  'notification',
  'messaging-archive',
  'audit',
] as const;
export type ServiceName = (typeof serviceNames)[number];
export type ProcessName = ServiceName | 'portal';
/** All of them keep a database. */
export const processNames: readonly ProcessName[] = [...serviceNames, 'portal'];

/** As in EXCEPTION_REQUEST_URL, EXCEPTION_REQUEST_CLIENT_SECRET. */
export const variableOf = (service: ServiceName, what: 'URL' | 'CLIENT_SECRET'): string =>
  `${service.toUpperCase().replaceAll('-', '_')}_${what}`;

/** A Sightline of its own for one spec, empty at first. */
export interface RunningSightline {
  readonly url: string;
  /** Where its mail arrives. */
  readonly mail: ReceivingMailServer;
  readonly machineClient: { readonly id: string; readonly secret: string };
  /** Names the first operator, once. */
  readonly setUpLink: string;
  /** A service's own database, as its owner; for a spec that breaks something on purpose. */
  databaseUrl(service: ProcessName): Promise<string>;
  /** The databases' server, as a role that may create others. */
  serverUrl(): Promise<string>;
  /** What a process has printed since its last start. */
  output(name: ProcessName): string;
  /** SIGKILL: to the whole in standalone mode, to the named process when services run apart. */
  kill(name: ProcessName): Promise<void>;
  /** Up again with the same data, after a kill or from running; other settings take the place of those of the start. */
  restart(name: ProcessName, environment?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends every process and removes the data. */
  stop(): Promise<void>;
}
