export interface BrokerPorts {
  readonly broker: number;
  readonly controller: number;
}

/** One node that is broker and controller; each message is on disk before it is acknowledged, and nothing is ever thrown away. */
export const brokerSettings = (
  advertisedHost: string,
  listenHost: string,
  ports: BrokerPorts,
): Readonly<Record<string, string>> => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
  listeners: `PLAINTEXT://${listenHost}:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
  'advertised.listeners': `PLAINTEXT://${advertisedHost}:${ports.broker}`,
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAINTEXT',
  // After a kill the broker waits until its former self is given up; 9 s by default.
  'broker.session.timeout.ms': '3000',
  'broker.heartbeat.interval.ms': '500',
  'auto.create.topics.enable': 'false',
  'log.flush.interval.messages': '1',
  'log.retention.ms': '-1',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'num.network.threads': '2',
  'num.io.threads': '4',
  // The default of 128 MB is a quarter of this broker's memory.
  'log.cleaner.dedupe.buffer.size': '8388608',
});

/** `KAFKA_…` variables, as the official image reads its settings. */
export const asEnvironment = (settings: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`, value]),
  );

export const asProperties = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

export const startedLine = 'Kafka Server started';

/** Warnings, and the one line that says the broker is up. */
export const logSettings = `rootLogger.level = WARN
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %c{1} %m%n
logger.started.name = kafka.server.KafkaRaftServer
logger.started.level = INFO
`;
