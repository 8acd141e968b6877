import { ApiStatusError } from '../ApiStatusError';
import type { ApiRequest } from '../http/ApiRequest';
import { jsonAnswer, send } from '../http/answer';
import { readObject } from '../http/readBody';
import { listAt, numberAt, objectAt } from '../json';
import { timestamp } from '../writes/metadata';
import type { SubresourceParts } from './Subresources';
import { readTarget } from './readTarget';

const MIN_SECONDS = 600;
const DEFAULT_SECONDS = 3600;

/** Issues a token for a service account. */
export async function serveToken(parts: SubresourceParts, request: ApiRequest): Promise<void> {
  if (request.info.verb !== 'create') throw ApiStatusError.methodNotAllowed();
  const body = await readObject(request.request);
  const account = readTarget(parts, request);
  const seconds = numberAt(body, 'spec', 'expirationSeconds') ?? DEFAULT_SECONDS;
  const { name, namespace = '' } = account.metadata;
  if (seconds < MIN_SECONDS)
    throw ApiStatusError.invalid(
      { group: 'authentication.k8s.io', kind: 'TokenRequest', name: '' },
      [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${seconds}: may not specify a duration less than 10 minutes`,
          field: 'spec.expirationSeconds',
        },
      ],
    );
  const { token, expiresAt } = parts.tokens.issue(
    { name, namespace, uid: account.metadata.uid },
    seconds,
  );
  const audiences = listAt(body, 'spec', 'audiences');
  const answer = {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, creationTimestamp: timestamp(parts.cluster.clock.now()) },
    spec: {
      ...objectAt(body, 'spec'),
      audiences: audiences.length > 0 ? audiences : ['https://kubernetes.default.svc'],
      expirationSeconds: seconds,
    },
    status: { token, expirationTimestamp: timestamp(expiresAt) },
  };
  send(request.request, request.response, jsonAnswer(answer, 201));
}
