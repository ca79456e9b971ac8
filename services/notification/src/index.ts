export { createNotificationModule, type NotificationOptions, type NotificationService } from './notification.module.js';
export { readTextSettings, type TextSettings } from './adapters/sms/text-settings.js';
export { holdWaitingDeliveries, releaseHeldDeliveries } from './adapters/persistence/held-deliveries.js';
