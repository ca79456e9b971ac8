export { createNotificationModule, type NotificationOptions, type NotificationService } from './notification.module.js';
export { readTextSettings, type TextSettings } from './text-settings.js';
