import type {
  AuthService,
  DatabaseService,
  DiscoveryService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { RouteTable } from '@kubemate/http-node';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { operationApprovePermission } from '@kubemate/operations-common';
import { addOperationRoutes } from './addOperationRoutes';
import { AuditOutbox, auditPluginSink } from './AuditOutbox';
import type { AuditSink } from './AuditOutbox';
import { BulkRunner } from './BulkRunner';
import { Executions } from './Executions';
import { FollowUps } from './FollowUps';
import { readOperationsConfig } from './guards';
import { KnexOperationStore } from './KnexOperationStore';
import type { AnyOperation } from './OperationDefinition';
import type { OperationRecord } from './OperationRecord';
import { OperationRunner } from './OperationRunner';
import type { OperationStore } from './OperationStore';
import { Planner } from './Planner';
import { ReceiptWatch } from './ReceiptWatch';
import { Recovery } from './Recovery';
import { registerActions } from './registerActions';
import { Successor } from './Successor';
import { TaskEffects } from './TaskEffects';

export interface OperationsOptions {
  readonly definitions: readonly AnyOperation[];
  readonly kube: KubeService;
  readonly database: DatabaseService;
  readonly config: RootConfigService;
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
  readonly actionsRegistry: ActionsRegistryService;
  readonly userInfo: UserInfoService;
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly shutdown: AbortSignal;
  /** The audit plugin where absent. */
  readonly auditSink?: AuditSink;
}

/** The operations of one plugin, ready to be mounted. */
export class Operations {
  readonly #definitions: ReadonlyMap<string, AnyOperation>;

  private constructor(
    definitions: ReadonlyMap<string, AnyOperation>,
    private readonly parts: {
      readonly store: OperationStore;
      readonly runner: OperationRunner;
      readonly bulk: BulkRunner;
      readonly followUps: FollowUps;
      readonly receipts: ReceiptWatch;
      readonly executions: Executions;
      readonly taskEffects: TaskEffects;
    },
  ) {
    this.#definitions = definitions;
  }

  /**
   * Prepares the store, offers the operations as actions, and goes on with what an earlier process has left.
   * @throws InputError naming the key of a bad configuration entry
   */
  static async create(options: OperationsOptions): Promise<Operations> {
    const { definitions, kube, permissions, logger, clock, shutdown } = options;
    const config = readOperationsConfig(options.config);
    const byName = toMap(definitions);
    const store = await KnexOperationStore.create(options.database);
    const sink = options.auditSink ?? auditPluginSink(options);
    const outbox = new AuditOutbox({ store, sink, clock, logger, shutdown });
    const onEnded = () => outbox.kick();
    const receipts = new ReceiptWatch({ store, clock });
    const executions = new Executions({
      store,
      clock,
      logger,
      shutdown,
      onChange: record => {
        receipts.changed(record.id);
        if (record.undelivered) onEnded();
      },
    });
    const planner = new Planner({ kube, permissions, logger, config });
    const runner = new OperationRunner({
      ...{ store, planner, executions, kube },
      ...options,
      onEnded,
    });
    const bulk = new BulkRunner({ store, planner, clock, runner, executions });
    const followUps = new FollowUps({
      ...{ store, planner, executions, clock, runner, bulk, permissions, onEnded },
      definitions: byName,
    });
    options.permissionsRegistry.addPermissions([
      operationApprovePermission,
      ...new Map(
        definitions.map(({ contract }) => [contract.permission.name, contract.permission]),
      ).values(),
    ]);
    registerActions(definitions, { ...options, runner });
    const { keepDays } = config;
    const successor = new Successor({ ...options, store, executions, definitions: byName });
    const takeOver = (record: OperationRecord) => successor.takeOver(record);
    const recovery = new Recovery({
      ...{ store, clock, logger, keepDays, onEnded, shutdown, takeOver },
    });
    void recovery.start();
    const taskEffects = new TaskEffects({ store, runner, definitions: byName });
    return new Operations(byName, {
      ...{ store, runner, bulk, followUps, receipts, executions, taskEffects },
    });
  }

  /** Adds `POST /operations/…` and the routes of receipts. */
  mount(routes: RouteTable): void {
    addOperationRoutes(routes, { ...this.parts, definitions: this.#definitions });
  }

  /** Resolves when nothing runs in this process any more; to be awaited at the shutdown. */
  idle(): Promise<void> {
    return this.parts.executions.idle();
  }
}

function toMap(definitions: readonly AnyOperation[]): ReadonlyMap<string, AnyOperation> {
  const byName = new Map(definitions.map(each => [each.contract.name, each]));
  if (byName.size < definitions.length)
    throw new TypeError('Two operations have the same name: one of them would never run');
  return byName;
}
