export { createApprovalModule } from './approval.module.js';
