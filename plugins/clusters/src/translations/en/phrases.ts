import { OBJECT_PHRASES } from '@kubemate/plugin-clusters-common';

/** The server's own sentences, by code. */
export const phrases = { phrase: OBJECT_PHRASES } as const;
