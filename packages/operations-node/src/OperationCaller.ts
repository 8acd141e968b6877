import type { Caller, RequestSource } from '@kubemate/http-node';

/** Who asks for an operation, and by which way. */
export interface OperationCaller extends Pick<Caller, 'viewer' | 'credentials'> {
  readonly source: RequestSource & { readonly via: 'http' | 'action' };
}
