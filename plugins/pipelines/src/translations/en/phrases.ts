import { PHRASES } from '@kubemate/plugin-pipelines-common';

/** What the server says of plans, gates and promotions, by its codes. */
export const phrases = { phrase: PHRASES } as const;
