import { TENANT_PHRASES } from '@kubemate/plugin-tenants-common';

/** The server's own sentences, by code. */
export const phrases = { phrase: TENANT_PHRASES } as const;
