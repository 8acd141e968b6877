import { once } from 'node:events';
import { NotAllowedError } from '@backstage/errors';
import { noteRoute, parseQuery, sourceOf } from '@kubemate/http-node';
import type { Caller } from '@kubemate/http-node';
import type { Clock } from '@kubemate/kube-node';
import { auditMachineRoutes } from '@kubemate/plugin-audit-common';
import type { Request, Router } from 'express';
import type { AuditTrail } from '../AuditTrail';
import type { RecordStore } from '../records/RecordStore';
import type { Visibility } from '../visibility/Visibility';
import { exportRecords } from './exportRecords';
import { FORMATS } from './formatRecord';

export interface ExportRouterOptions {
  readonly callerOf: (request: Request) => Promise<Caller>;
  readonly visibility: Visibility;
  readonly records: RecordStore;
  readonly trail: AuditTrail;
  readonly clock: Clock;
}

/** Adds the route whose answer is a file, written as fast as the client takes it. */
export function addExportRouter(router: Router, options: ExportRouterOptions): void {
  const { callerOf, visibility, records, trail, clock } = options;
  const { exportRecords: route } = auditMachineRoutes;
  router.get(route.path, async (request, response) => {
    noteRoute(response, { route: `GET ${route.path}` });
    const caller = await callerOf(request);
    const actor = caller.viewer.userEntityRef;
    noteRoute(response, { actor });
    const { format, ...filter } = parseQuery(
      route.query,
      new URL(request.url, 'http://audit').search,
    );
    const scope = await visibility.scopeOf(caller);
    if (!(await visibility.rights(caller)).export)
      throw new NotAllowedError('You may not take records out as a file (audit.record.export)');
    const { correlationId, address, userAgent } = sourceOf(request);
    const at = clock.now();
    const pieces = await exportRecords(
      {
        ...{ filter, format, scope, actor, correlationId, at },
        source: { via: 'http', address, userAgent },
      },
      { records, trail },
    );
    const { contentType, extension } = FORMATS[format];
    const day = new Date(at).toISOString().slice(0, 10);
    response
      .set('Cache-Control', 'no-store')
      .set('Content-Type', contentType)
      .set('Content-Disposition', `attachment; filename="audit-${day}.${extension}"`);
    for await (const piece of pieces) {
      if (response.destroyed) return;
      if (!response.write(piece))
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
  });
}
