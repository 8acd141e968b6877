import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import type { ApiRequest } from '../http/ApiRequest';
import { jsonAnswer, send } from '../http/answer';
import { readObject } from '../http/readBody';
import { deleteRequest, writeRequest } from '../http/writeOptions';
import { isJsonObject, numberAt, objectAt, stringAt } from '../json';
import { matchesSelector } from '../matchesSelector';
import type { StoredObject } from '../store/StoredObject';
import type { SubresourceParts } from './Subresources';
import { readTarget, targetOf } from './readTarget';

const BUDGETS = { group: 'policy', version: 'v1', plural: 'poddisruptionbudgets' };

function budgetsOf({ cluster }: SubresourceParts, pod: KubeObject): StoredObject[] {
  const all = cluster.store.collection('poddisruptionbudgets.policy').snapshot();
  return [...all.scan(`${pod.metadata.namespace}/`)].filter(entry =>
    matchesSelector(objectAt(entry.object().spec).selector, pod.metadata.labels ?? {}),
  );
}

/** Pods that no longer run, or never did, are not protected by a budget. */
function isUnprotected(pod: KubeObject): boolean {
  const phase = stringAt(pod, 'status', 'phase') ?? '';
  return (
    ['Succeeded', 'Failed', 'Pending'].includes(phase) ||
    pod.metadata.deletionTimestamp !== undefined
  );
}

function refuse(budget: StoredObject): ApiStatusError {
  const { status } = budget.object();
  const message = `The disruption budget ${budget.name} needs ${numberAt(status, 'desiredHealthy') ?? 0} healthy pods and has ${numberAt(status, 'currentHealthy') ?? 0} currently`;
  return new ApiStatusError({
    code: 429,
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: { causes: [{ reason: 'DisruptionBudget', message }] },
  });
}

/** The controller has not counted for this version of the budget yet. */
function refuseForNow({ name }: StoredObject): ApiStatusError {
  return new ApiStatusError({
    code: 429,
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: {
      causes: [
        {
          reason: 'DisruptionBudget',
          message: `The disruption budget ${name} is still being processed by the server.`,
        },
      ],
      retryAfterSeconds: 10,
    },
  });
}

function charge(
  parts: SubresourceParts,
  budget: StoredObject,
  { request, dryRun }: { request: ApiRequest; dryRun: boolean },
): void {
  const { metadata, status } = budget.object();
  if ((numberAt(status, 'observedGeneration') ?? 0) < (metadata.generation ?? 0))
    throw refuseForNow(budget);
  const allowed = numberAt(status, 'disruptionsAllowed') ?? 0;
  if (allowed <= 0) throw refuse(budget);
  if (dryRun) return;
  const type = parts.cluster.registry.find(BUDGETS);
  if (type === undefined || budget.namespace === undefined) return;
  const write = {
    ...writeRequest(request.query, { user: request.user, subresource: 'status' }),
    local: true,
  };
  const { namespace, name } = budget;
  parts.writer.update(
    { type, namespace, name },
    current => ({
      ...current,
      status: { ...objectAt(current.status), disruptionsAllowed: allowed - 1 },
    }),
    write,
  );
}

/** Deletes a pod, if its disruption budget allows that now. */
export async function serveEviction(parts: SubresourceParts, request: ApiRequest): Promise<void> {
  if (request.info.verb !== 'create') throw ApiStatusError.methodNotAllowed();
  const body = await readObject(request.request);
  const pod = readTarget(parts, request);
  const budgets = isUnprotected(pod) ? [] : budgetsOf(parts, pod);
  if (budgets.length > 1)
    throw new ApiStatusError({
      code: 500,
      reason: 'InternalError',
      message:
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    });
  const options = isJsonObject(body) ? body.deleteOptions : undefined;
  const deletion = deleteRequest(request.query, options, request.user);
  for (const budget of budgets) charge(parts, budget, { request, dryRun: deletion.dryRun });
  parts.deleter.delete(targetOf(request), deletion);
  const success = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  send(request.request, request.response, jsonAnswer(success, 201));
}
