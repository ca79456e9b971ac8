export { httpUnderTest, type HttpUnderTest } from './http-under-test.js';
export { runService, type ServiceUnderTest } from './service-under-test.js';
export { defaultTime, unplacedEvent, type UnplacedEvent } from './unplaced-event.js';
