export * from './clock.js';
export * from './ids.js';
export * from './problem.js';
export { bodyValidation } from './problem/body-validation.js';
export { problemOf, sendProblem } from './problem/problem.filter.js';
export { answerOf, idempotencyOf, onceAtATime } from './http/idempotency.js';
export { decodeCursor, invalidCursor, pageOf, type Page } from './http/cursor.js';
export { PageQuery } from './http/page-query.js';
export { openServiceDatabase, type ServiceDatabase, type ServiceDatabaseOptions } from './database/service-database.js';
export { type ForeignProjection, type Reaction } from './runtime/reactions.js';
export type { ServiceContext } from './runtime/service-context.js';
export { ServiceRuntime } from './runtime/service-runtime.js';
export type { BackgroundWorker, ServiceRuntimeParts } from './runtime/service-runtime-parts.js';
export { HealthRegistry } from './operations/health.js';
export type {
  ParkedEventsSource,
  ParkedEventSummary,
  Resumed,
} from './operations/parked-events/parked-events-source.js';
export * from './sign-in/index.js';
export { createHttpApplication, type HttpApplicationOptions } from './http/http-application.js';
export type { RequestLimits } from './http/limits/request-limits.js';
export { openApiDocument } from './http/open-api.js';
export { ModestHeap } from './runtime/modest-heap.js';
export { CachedPeopleReader } from './runtime/cached-people.reader.js';
export { ClientTokens } from './distributed/client-credentials.js';
export { HttpParkedEvents } from './distributed/http-parked-events.js';
export { HttpPeopleReader } from './distributed/http-readers.js';
export { isDomainName, readCopyMail, type CopyMail } from './distributed/copy-mail-environment.js';
export { clockFrom } from './distributed/moved-clock.js';
export { runProcess } from './distributed/run-process.js';
export { runService } from './distributed/run-service.js';
export { openServiceBus } from './distributed/service-bus.js';
export { readBus, readDistrictTimeZone, type BusEnvironment } from './distributed/service-environment.js';
export { serviceClientId } from './distributed/service-client-id.js';
export { accessTokensOf, readSignIn, type SignInEnvironment } from './distributed/sign-in-environment.js';
export {
  InvalidEnvironment,
  readListenAddress,
  readRequestLimits,
  readTrustedProxies,
  requestLimitsOfDistrict,
  requiredVariable,
  wholeNumber,
} from './distributed/variables.js';
