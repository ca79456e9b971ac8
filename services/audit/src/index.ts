export { createAuditModule, type AuditOptions } from './audit.module.js';
