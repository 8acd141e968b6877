import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { parseBody, readJsonBody, RouteTable } from '@kubemate/http-node';
import type { RouteTableOptions } from '@kubemate/http-node';
import { auditMachineRoutes, auditOpenApi, auditRoutes } from '@kubemate/plugin-audit-common';
import type { AuditStatus } from '@kubemate/plugin-audit-common';
import Router from 'express-promise-router';
import type { Router as ExpressRouter } from 'express';
import { version } from '../package.json';
import type { AuditTrail } from './AuditTrail';
import { addExportRouter } from './export/exportRouter';
import { addKubernetesRoute } from './kubernetes/kubernetesRouter';
import type { KubernetesReceiver } from './kubernetes/KubernetesReceiver';
import type { KnexNoticeStore } from './notices/KnexNoticeStore';
import type { RecordStore } from './records/RecordStore';
import type { Verifier } from './Verifier';
import type { Visibility } from './visibility/Visibility';

export interface RouterOptions extends Omit<RouteTableOptions, 'router'> {
  readonly httpAuth: HttpAuthService;
  readonly trail: AuditTrail;
  readonly records: RecordStore;
  readonly notices: KnexNoticeStore;
  readonly verifier: Verifier;
  readonly visibility: Visibility;
  readonly receiver: KubernetesReceiver;
  readonly chainsStatus: () => Promise<AuditStatus['chains']>;
}

/** Every route of `auditRoutes` and `auditMachineRoutes`; a test holds that none is missing. */
export function createRouter(options: RouterOptions): ExpressRouter {
  const router = Router();
  const routes = new RouteTable({ ...options, router });
  addRecordRoutes(routes, options);
  addChainRoutes(routes, options);
  addNoticeRoutes(routes, options);
  const document = auditOpenApi({ version });
  routes.json(auditRoutes.getOpenApi, async () => ({ ...document, openapi: '3.1.0' }));
  addExportRouter(router, options);
  addMachineRoutes(router, options);
  return router;
}

function addRecordRoutes(routes: RouteTable, { records, visibility }: RouterOptions) {
  routes.json(auditRoutes.listRecords, async ({ query, ...caller }) => {
    const { limit, cursor, ...filter } = query;
    const scope = await visibility.scopeOf(caller);
    const page = await records.page({ filter, scope, limit, cursor });
    return { ...page, scope: scope.all ? ('all' as const) : ('own' as const) };
  });

  routes.json(auditRoutes.getFacets, async ({ query, ...caller }) =>
    records.facets(query, await visibility.scopeOf(caller)),
  );

  routes.json(auditRoutes.getRecord, async ({ params: { id }, ...caller }) => {
    const record = await records.get(id, await visibility.scopeOf(caller));
    if (record === undefined)
      throw new NotFoundError(`There is no audit record ${id} that you may see`);
    return record;
  });
}

function addChainRoutes(routes: RouteTable, { verifier, visibility, chainsStatus }: RouterOptions) {
  routes.json(auditRoutes.verify, async caller => {
    const rights = await visibility.rights(caller);
    if (!rights.verify)
      throw new NotAllowedError('You may not check the audit trail (audit.chain.verify)');
    return await verifier.verify();
  });

  routes.json(auditRoutes.getStatus, async caller => {
    await visibility.scopeOf(caller);
    const { readAll, export: mayExport, verify } = await visibility.rights(caller);
    return {
      chains: readAll ? await chainsStatus() : [],
      lastVerify: readAll ? await verifier.latest() : undefined,
      may: { readAll, export: mayExport, verify },
    };
  });
}

function addNoticeRoutes(routes: RouteTable, { notices, visibility }: RouterOptions) {
  const NOTHING = { items: [], unread: 0 };
  routes.json(auditRoutes.listNotices, async ({ query, ...caller }) => {
    const scope = await visibility.scopeOf(caller);
    return scope.all ? await notices.list(caller.viewer.userEntityRef, query.limit) : NOTHING;
  });

  routes.json(auditRoutes.readNotices, async ({ body, ...caller }) => {
    const scope = await visibility.scopeOf(caller);
    if (!scope.all) return NOTHING;
    await notices.markRead(caller.viewer.userEntityRef, body.ids);
    return await notices.list(caller.viewer.userEntityRef, 50);
  });
}

/** What plugins and API servers tell. Neither is a person, so neither goes through the table. */
function addMachineRoutes(router: ExpressRouter, options: RouterOptions) {
  const { httpAuth, trail, receiver } = options;
  const { deliverEvents } = auditMachineRoutes;

  router.post(deliverEvents.path, async (request, response) => {
    await httpAuth.credentials(request, { allow: ['service'] });
    const { events } = parseBody(deliverEvents.body, await readJsonBody(request, response));
    response.json({ accepted: await trail.record(events) });
  });

  addKubernetesRoute(router, { receiver });
}
