import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { Caller } from '@kubemate/http-node';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import {
  auditExportPermission,
  auditReadAllPermission,
  auditReadPermission,
  auditVerifyPermission,
} from '@kubemate/plugin-audit-common';
import type { RecordScope } from '../records/RecordScope';
import type { Place, RecordStore } from '../records/RecordStore';
import type { TenantDirectory } from './TenantDirectory';

/** As old as the decisions about rows. */
const KEEP_MS = 30_000;
const MAX_KEPT = 1_000;
const PARALLEL = 16;

export interface AuditRights {
  readonly read: boolean;
  readonly readAll: boolean;
  readonly export: boolean;
  readonly verify: boolean;
}

export interface VisibilityDeps {
  readonly kube: KubeService;
  readonly records: RecordStore;
  readonly permissions: PermissionsService;
  readonly tenants: TenantDirectory;
  readonly now: () => number;
}

/** Who may see what of the trail. */
export class Visibility {
  readonly #deps: VisibilityDeps;
  readonly #places = new Map<string, { until: number; places: Promise<readonly number[]> }>();

  constructor(deps: VisibilityDeps) {
    this.#deps = deps;
  }

  async rights({ credentials }: Pick<Caller, 'credentials'>): Promise<AuditRights> {
    const decisions = await this.#deps.permissions.authorize(
      [
        { permission: auditReadPermission },
        { permission: auditReadAllPermission },
        { permission: auditExportPermission },
        { permission: auditVerifyPermission },
      ],
      { credentials },
    );
    const [read, readAll, exporting, verify] = decisions.map(({ result }) => result === 'ALLOW');
    return {
      read: read === true || readAll === true,
      readAll: readAll === true,
      export: exporting === true,
      verify: verify === true,
    };
  }

  /**
   * Every record for those who may read all; for others their own, those of their tenants, and those whose objects they may all list.
   * @throws NotAllowedError where they may not look at the trail at all
   */
  async scopeOf(caller: Pick<Caller, 'credentials' | 'viewer'>): Promise<RecordScope> {
    const { read, readAll } = await this.rights(caller);
    if (readAll) return { all: true };
    if (!read) throw new NotAllowedError('You may not read the audit trail (audit.record.read)');
    const { viewer } = caller;
    return {
      all: false,
      actor: viewer.userEntityRef,
      places: await this.#placesOf(viewer),
      tenants: await this.#deps.tenants.tenantsOf(viewer),
    };
  }

  #placesOf(viewer: Viewer): Promise<readonly number[]> {
    const now = this.#deps.now();
    const key = JSON.stringify([viewer.userEntityRef, viewer.ownershipEntityRefs, viewer.token]);
    const kept = this.#places.get(key);
    if (kept !== undefined && kept.until > now) return kept.places;
    if (this.#places.size >= MAX_KEPT) this.#places.clear();
    const places = this.#decide(viewer);
    this.#places.set(key, { until: now + KEEP_MS, places });
    places.catch(() => this.#places.delete(key));
    return places;
  }

  async #decide(viewer: Viewer): Promise<readonly number[]> {
    const places = await this.#deps.records.places();
    const known = new Set(this.#deps.kube.clusters().map(({ name }) => name));
    const waiting = places.filter(({ cluster }) => known.has(cluster));
    const visible: number[] = [];
    const worker = async () => {
      for (let place = waiting.pop(); place !== undefined; place = waiting.pop())
        if (await this.#mayList(place, viewer)) visible.push(place.id);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return visible;
  }

  /** A cluster that does not answer shows nothing. */
  async #mayList({ cluster, group, resource, namespace }: Place, viewer: Viewer): Promise<boolean> {
    const access = {
      cluster,
      verb: 'list',
      resource: { group, plural: resource },
      ...(namespace === '' ? {} : { namespace }),
    };
    return await this.#deps.kube.may(access, viewer).catch(() => false);
  }
}
