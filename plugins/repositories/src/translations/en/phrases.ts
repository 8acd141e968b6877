import { REPOSITORY_PHRASES } from '@kubemate/plugin-repositories-common';

/** The server's own sentences, by code. */
export const phrases = { phrase: REPOSITORY_PHRASES } as const;
