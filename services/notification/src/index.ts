export { createNotificationModule, type NotificationOptions, type NotificationService } from './notification.module.js';
