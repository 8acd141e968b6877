import { NotFoundError } from '@backstage/errors';
import type { RouteRequest, RouteTable } from '@kubemate/http-node';
import { parseBody } from '@kubemate/http-node';
import type { Route } from '@kubemate/http-common';
import { bulkRoute, operationRoute, receiptRoutes } from '@kubemate/operations-common';
import type { BulkRunner } from './BulkRunner';
import type { FollowUps } from './FollowUps';
import type { OperationCaller } from './OperationCaller';
import type { AnyOperation } from './OperationDefinition';
import { toReceipt } from './OperationRecord';
import { MAX_WAIT_MS } from './OperationRunner';
import type { OperationRunner, RunAnswer } from './OperationRunner';
import type { OperationStore } from './OperationStore';
import type { ReceiptWatch } from './ReceiptWatch';
import type { TaskEffects } from './TaskEffects';

export interface OperationRoutesOptions {
  readonly definitions: ReadonlyMap<string, AnyOperation>;
  readonly store: OperationStore;
  readonly runner: OperationRunner;
  readonly bulk: BulkRunner;
  readonly followUps: FollowUps;
  readonly receipts: ReceiptWatch;
  readonly taskEffects: TaskEffects;
}

/** Every operation of a plugin, and what can be done with its receipts. */
export function addOperationRoutes(routes: RouteTable, options: OperationRoutesOptions): void {
  for (const operation of options.definitions.values()) addOperation(routes, operation, options);
  addAccess(routes, options);
  addReceipts(routes, options);
  addFollowUps(routes, options);
}

function addOperation(
  routes: RouteTable,
  operation: AnyOperation,
  { runner, bulk }: OperationRoutesOptions,
): void {
  const route = operationRoute(operation.contract);
  routes.json(route, async ({ query, headers, body, ...request }) => {
    const caller = callerOf(request);
    if (query.plan === 'true') return runner.plan(operation, { input: body, caller });
    const { basis, confirm, reason } = query;
    const idempotencyKey = headers['idempotency-key'];
    return answerOf(
      await runner.run(operation, {
        ...{ input: body, caller, basis, confirm, reason, idempotencyKey },
        waitMs: waitMs(headers.prefer),
      }),
    );
  });
  if (!operation.contract.bulk) return;
  routes.json(bulkRoute(operation.contract), async ({ query, headers, body, ...request }) => {
    const { confirm, reason } = query;
    const record = await bulk.run(operation, {
      inputs: body.inputs,
      caller: callerOf(request),
      idempotencyKey: headers['idempotency-key'],
      confirm,
      reason,
    });
    return toReceipt(record);
  });
}

/** `wait` of a Prefer header (RFC 7240), as milliseconds. */
function waitMs(prefer = ''): number {
  const seconds = /(?:^|[,;\s])wait=(\d{1,9})(?:$|[,;\s])/i.exec(prefer)?.[1];
  return seconds === undefined ? MAX_WAIT_MS : Math.min(Number(seconds) * 1000, MAX_WAIT_MS);
}

function addAccess(routes: RouteTable, { definitions, runner }: OperationRoutesOptions): void {
  routes.json(receiptRoutes.checkAccess, async ({ body, ...request }) => {
    const caller = callerOf(request);
    const items = await Promise.all(
      body.checks.map(async (check, index) => {
        const operation = definitions.get(check.operation);
        if (operation === undefined)
          throw new NotFoundError(`There is no operation named ${check.operation}`);
        const path = ['checks', index, 'input'];
        const input = parseBody(operation.contract.input, check.input, path);
        const { allowed, reason, said } = await runner.access(operation, { input, caller });
        return { allowed, reason, said };
      }),
    );
    return { items };
  });
}

function addReceipts(
  routes: RouteTable,
  { store, followUps, receipts, taskEffects }: OperationRoutesOptions,
): void {
  routes.json(receiptRoutes.listReceipts, async ({ query, ...request }) => {
    const caller = callerOf(request);
    const records =
      query.waiting === 'true'
        ? await followUps.waitingFor(caller, query.limit)
        : await store.ofActor(caller.viewer.userEntityRef, query.limit);
    return { items: records.map(toReceipt) };
  });
  routes.json(receiptRoutes.getReceipt, async ({ params, ...request }) =>
    toReceipt(await followUps.read({ id: params.id, caller: callerOf(request) })),
  );
  routes.json(receiptRoutes.taskEffects, async ({ params, ...request }) => ({
    items: await taskEffects.of(params.task, callerOf(request)),
  }));
  routes.stream(receiptRoutes.watchReceipt, async function* watch({ params, signal, ...request }) {
    await followUps.read({ id: params.id, caller: callerOf(request) });
    for await (const record of receipts.watch(params.id, signal))
      yield JSON.stringify(toReceipt(record));
  });
}

function addFollowUps(routes: RouteTable, { followUps }: OperationRoutesOptions): void {
  routes.json(receiptRoutes.undo, async ({ params, ...request }) =>
    answerOf(await followUps.undo({ id: params.id, caller: callerOf(request) })),
  );
  routes.json(receiptRoutes.cancel, async ({ params, ...request }) =>
    toReceipt(await followUps.cancel({ id: params.id, caller: callerOf(request) })),
  );
  routes.json(receiptRoutes.resume, async ({ params, ...request }) =>
    toReceipt(await followUps.resume({ id: params.id, caller: callerOf(request) })),
  );
  routes.json(receiptRoutes.decide, async ({ params, body, ...request }) =>
    toReceipt(await followUps.decide({ id: params.id, caller: callerOf(request), ...body })),
  );
  routes.json(receiptRoutes.runApproved, async ({ params, ...request }) =>
    answerOf(await followUps.runApproved({ id: params.id, caller: callerOf(request) })),
  );
}

function callerOf(
  request: Pick<RouteRequest<Route>, 'viewer' | 'credentials' | 'source'>,
): OperationCaller {
  const { viewer, credentials, source } = request;
  return { viewer, credentials, source: { ...source, via: 'http' } };
}

function answerOf({ record, output }: RunAnswer) {
  const receipt = toReceipt(record);
  return output === undefined ? receipt : { ...receipt, output: { ...output } };
}
