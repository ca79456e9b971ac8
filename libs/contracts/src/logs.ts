/** The services that own a log. A log's name is its service's name; its Kafka topic is `sightline.<log>`. */
export const logNames = [
  'directory',
  'exception-request',
  'approval',
  'notification',
  'messaging-archive',
  'audit',
  'portal',
] as const;

export type LogName = (typeof logNames)[number];
