import { InputError } from '@backstage/errors';
import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** `b64token` of RFC 6750; two headers arrive joined by a comma, which it has no place for. */
const clusterTokenSchema = z
  .string()
  .max(16 * 1024)
  .regex(/^[A-Za-z0-9\-._~+/]+=*$/)
  .optional();

/**
 * The caller's own OIDC token for clusters that take it. Nothing here verifies it: that is for the API server, the only one
 * it is sent to.
 * @throws InputError, without the text, for what is not a bearer token
 */
export function clusterTokenOf(headers: IncomingHttpHeaders): string | undefined {
  const parsed = clusterTokenSchema.safeParse(headers[CLUSTER_TOKEN_HEADER]);
  if (!parsed.success)
    throw new InputError(`Invalid header "${CLUSTER_TOKEN_HEADER}": must be one bearer token`);
  return parsed.data;
}
