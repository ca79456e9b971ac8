export interface KafkaBroker {
  /** `host:port`, for a client's `brokers`. */
  readonly brokers: string[];
  readonly source: 'environment' | 'docker' | 'maven';
  /** Sends the broker a signal; after `SIGKILL` it is gone when this resolves. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Up again on the same address with the same data, after a kill or from running. */
  restart(): Promise<void>;
  /** Ends it for good, with its data. */
  stop(): Promise<void>;
}
