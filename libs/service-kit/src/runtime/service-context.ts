import type {
  CopyAddressReader,
  ConsequenceOwners,
  LogName,
  PeopleReader,
  RequestWordsReader,
} from '@sightline/contracts';
import type { EventBus } from '@sightline/event-bus';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { ServiceDatabase, ServiceDatabaseOptions } from '../database/service-database.js';
import type { HealthRegistry } from '../operations/health.js';
import type { AccessTokens } from '../sign-in/index.js';

/** What the process gives each service: the same shape in one process and in many. */
export interface ServiceContext {
  readonly service: LogName;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly tokens: AccessTokens;
  /** The owner of personal data, in-process or over HTTP. */
  readonly people: PeopleReader;
  /** The owner of the requests' written words, in-process or over HTTP. */
  readonly requestWords: RequestWordsReader;
  /** Who knows what would follow from a change of the roster, in-process or over HTTP. */
  readonly consequences: ConsequenceOwners;
  /** The owner of copy addresses, in-process or over HTTP; absent where nothing takes copies. */
  readonly copyAddresses?: CopyAddressReader;
  /** IANA name; dates of the policy are dates in this zone. */
  readonly districtTimeZone: string;
  /** Where people reach Sightline; links in mail begin with it. */
  readonly publicUrl: string;
  /** Connects to this service's own database and migrates it. */
  openDatabase(
    schema: Pick<ServiceDatabaseOptions, 'entities' | 'migrations' | 'largeStatements'>,
  ): Promise<ServiceDatabase>;
}
