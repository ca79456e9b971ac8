export { createPortalModule, type PortalOptions } from './portal.module.js';
export { createWebhooksModule, type WebhooksContext, type WebhooksOptions } from './webhooks.module.js';
export { openKeyFolder, type ProviderKeys } from './adapters/oidc/key-folder.js';
export { publicPaths } from './adapters/http/gateway.js';
export { apiAudience, providerPath } from './adapters/oidc/built-in-provider.js';
export { type MachineClient } from './adapters/oidc/provider-clients.js';
export { readWebhookLoopback } from './adapters/configuration/portal-environment.js';
export { refuseUnsafeProduction } from './adapters/oidc/unsafe-production.js';
