export { serviceOverHttp, type HttpAnswer, type ServiceOverHttp } from './service-over-http.js';
export { runService, type RunningService } from './running-service.js';
export { defaultTime, unplacedEvent, type UnplacedEvent } from './unplaced-event.js';
