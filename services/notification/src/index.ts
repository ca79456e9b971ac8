export { createNotificationModule, type NotificationOptions, type NotificationService } from './notification.module.js';
export { readTextSettings, type TextSettings } from './adapters/sms/text-settings.js';
export { readMailSettings, type MailSettings } from './adapters/smtp/mail-settings.js';
export { holdWaitingDeliveries, releaseHeldDeliveries } from './adapters/persistence/held-deliveries.js';
