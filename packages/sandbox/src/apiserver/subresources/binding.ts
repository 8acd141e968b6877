import { ApiStatusError } from '../ApiStatusError';
import type { ApiRequest } from '../http/ApiRequest';
import { jsonAnswer, send } from '../http/answer';
import { readObject } from '../http/readBody';
import { writeRequest } from '../http/writeOptions';
import { objectAt, objectsAt, stringAt } from '../json';
import { timestamp } from '../writes/metadata';
import type { SubresourceParts } from './Subresources';
import { readTarget, targetOf } from './readTarget';

/** What a scheduler does: puts an unassigned pod on a node. */
export async function serveBinding(parts: SubresourceParts, request: ApiRequest): Promise<void> {
  if (request.info.verb !== 'create') throw ApiStatusError.methodNotAllowed();
  const body = await readObject(request.request);
  const pod = readTarget(parts, request);
  const node = stringAt(body, 'target', 'name') ?? '';
  const { name } = pod.metadata;
  if (node === '')
    throw ApiStatusError.invalid({ group: '', kind: 'Binding', name }, [
      { reason: 'FieldValueRequired', message: 'Required value', field: 'target.name' },
    ]);
  const assigned = stringAt(pod, 'spec', 'nodeName') ?? '';
  if (assigned !== '')
    throw ApiStatusError.conflict(
      { group: '', plural: 'pods/binding' },
      name,
      `pod ${name} is already assigned to node "${assigned}"`,
    );
  const { query, user } = request;
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(parts.cluster.clock.now()),
  };
  parts.writer.update(
    targetOf(request),
    current => ({
      ...current,
      spec: { ...objectAt(current.spec), nodeName: node },
      status: {
        ...objectAt(current.status),
        conditions: [
          ...objectsAt(current.status, 'conditions').filter(({ type }) => type !== 'PodScheduled'),
          scheduled,
        ],
      },
    }),
    { ...writeRequest(query, { user, subresource: 'binding' }), local: true },
  );
  const success = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  send(request.request, request.response, jsonAnswer(success, 201));
}
