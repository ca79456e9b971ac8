/** As which a service signs in at the portal's provider; each has a secret of its own. */
export const serviceClientId = (service: string): string => `service-${service}`;
