import type {
  DatabaseService,
  LoggerService,
  PermissionsService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { auditRoutes, CHAINS } from '@kubemate/plugin-audit-common';
import type { AuditStatus } from '@kubemate/plugin-audit-common';
import type { ObjectStore } from '@kubemate/storage-node';
import { AnchorStore } from './anchors/AnchorStore';
import { AuditTrail } from './AuditTrail';
import { KnexChainStore } from './chain/KnexChainStore';
import { Signer } from './chain/Signer';
import { readAuditConfig } from './config/readAuditConfig';
import type { AuditConfig } from './config/readAuditConfig';
import { Housekeeping } from './Housekeeping';
import type { Hold } from './Housekeeping';
import { KubernetesReceiver } from './kubernetes/KubernetesReceiver';
import { KnexNoticeStore } from './notices/KnexNoticeStore';
import { KnexRecordStore } from './records/KnexRecordStore';
import { RuleRunner } from './rules/RuleRunner';
import { signingKeys } from './signingKeys';
import { KnexStateStore } from './state/KnexStateStore';
import { Verifier } from './Verifier';
import type { TenantDirectory } from './visibility/TenantDirectory';
import { Visibility } from './visibility/Visibility';

export interface AuditOptions {
  readonly config: RootConfigService;
  readonly database: DatabaseService;
  readonly objects: ObjectStore;
  readonly permissions: PermissionsService;
  readonly kube: KubeService;
  readonly tenants: TenantDirectory;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly shutdown: AbortSignal;
}

/**
 * Everything of the audit trail, put together.
 * @throws InputError naming the key of a bad configuration entry
 */
export async function openAudit(options: AuditOptions) {
  const { database, objects, permissions, kube, tenants, logger, clock, shutdown } = options;
  const config = readAuditConfig(options.config);
  const userPrefix =
    options.config.getOptionalString('kubemate.identity.userPrefix') ?? 'kubemate:';
  const now = () => clock.now();
  const knex = await database.getClient();
  if (!database.migrations?.skip)
    await knex.migrate.latest({
      directory: resolvePackagePath('@kubemate/plugin-audit-backend', 'migrations'),
    });
  const { keys, from } = await signingKeys(config.signingKeys, objects);
  if (from === 'generated')
    logger.warn(
      `The audit trail is signed with a generated key that lies beside its anchors in ${objects.location}. Set kubemate.audit.signingKeys to prove more.`,
    );
  const signer = new Signer(keys);
  const store = new KnexChainStore({ knex, signer, now });
  const records = new KnexRecordStore(knex);
  const notices = new KnexNoticeStore(knex);
  const state = new KnexStateStore(knex);
  const anchors = new AnchorStore({ objects, signer });
  const labelsOf = (cluster: string) =>
    kube.clusters().find(({ name }) => name === cluster)?.labels ?? {};
  const rules = new RuleRunner({
    ...{ records, notices, state, logger, shutdown, labelsOf, userPrefix },
    rules: config.rules,
  });
  const trail = new AuditTrail({ store, tenants, onRecorded: () => rules.kick() });
  const verifier = new Verifier({ store, anchors, signer, key: from, state, now, shutdown });
  const { keepDays } = config;
  const holds = readHolds(config);
  const housekeeping = new Housekeeping({
    ...{ store, records, anchors, verifier, keepDays, holds, logger, now },
  });
  const visibility = new Visibility({ kube, records, permissions, tenants, now });
  const receiver = new KubernetesReceiver({ trail, clusters: config.kubernetes, userPrefix });
  const chainsStatus = async (): Promise<AuditStatus['chains']> =>
    Promise.all(
      CHAINS.map(async chain => ({
        chain,
        ...(await records.extent(chain)),
        anchoredAt: await anchors.newestAt(chain),
        keepDays: keepDays[chain],
        heldBy: (await housekeeping.heldFrom(chain))?.name,
      })),
    );
  return {
    ...{ config, trail, records, notices, verifier, housekeeping, visibility, receiver, rules },
    chainsStatus,
  };
}

function readHolds({ holds }: AuditConfig): readonly Hold[] {
  const schema = auditRoutes.getFacets.query;
  return holds.map(({ name, query }, at) => {
    const parsed = schema.safeParse(query);
    if (parsed.success) return { name, filter: parsed.data };
    const where = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new InputError(`kubemate.audit.holds[${at}].query: ${where.join('; ')}`);
  });
}
