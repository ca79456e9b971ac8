export { createExceptionRequestModule } from './exception-request.module.js';
