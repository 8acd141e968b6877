import type { BackstageCredentials, PermissionsService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { Clock, KubeService, Viewer } from '@kubemate/kube-node';
import { promotionPermissions } from '@kubemate/plugin-pipelines-common';
import type { Gate } from '@kubemate/plugin-pipelines-common';
import type { RunReader } from '../runs/RunReader';
import type { Components } from './environments/Components';
import { EnvironmentReader } from './environments/EnvironmentReader';
import type { Environment } from './environments/Environment';
import type { Evidence } from './evidence/Evidence';
import type { Forge } from '@kubemate/git-hosts-node';
import { GateKeeper } from './gates/GateKeeper';
import type { GateQuestion } from './gates/GateKeeper';
import { ProducingRuns } from './gates/ProducingRuns';
import type { MetricChecks } from './metrics/MetricChecks';
import type { PromotionStores } from './openPromotionStores';
import type { TenantChoices } from './tenants/TenantChoices';
import { PromotionExecutor } from './promotions/PromotionExecutor';

export interface PromotionsOptions {
  readonly environments: readonly Environment[];
  readonly components: Components;
  readonly stores: PromotionStores;
  readonly runs: Pick<RunReader, 'list' | 'get'>;
  readonly kube: KubeService;
  readonly permissions: PermissionsService;
  readonly evidence: Evidence;
  readonly forge: Forge;
  /** Ends its connections to other hosts. */
  readonly closeForge?: () => Promise<void>;
  readonly metrics: MetricChecks;
  readonly tenants: TenantChoices;
  readonly clock: Clock;
}

export interface Asker {
  readonly viewer: Viewer;
  readonly credentials: BackstageCredentials;
}

/** What all that has to do with environments is made of. */
export class Promotions {
  readonly environments: readonly Environment[];
  readonly components: Components;
  readonly stores: PromotionStores;
  readonly reader: EnvironmentReader;
  readonly gates: GateKeeper;
  readonly executor: PromotionExecutor;
  readonly evidence: Evidence;
  readonly forge: Forge;
  readonly closeForge: () => Promise<void>;
  readonly metrics: MetricChecks;
  readonly tenants: TenantChoices;
  readonly kube: KubeService;
  readonly clock: Clock;
  readonly #permissions: PermissionsService;

  constructor(options: PromotionsOptions) {
    const { environments, components, stores, kube, permissions, clock, runs } = options;
    const { evidence, forge, metrics } = options;
    this.environments = environments;
    this.components = components;
    this.stores = stores;
    this.evidence = evidence;
    this.forge = forge;
    this.closeForge = options.closeForge ?? (async () => {});
    this.metrics = metrics;
    this.tenants = options.tenants;
    this.kube = kube;
    this.clock = clock;
    this.#permissions = permissions;
    this.reader = new EnvironmentReader(kube);
    const producing = new ProducingRuns({ runs, clock });
    this.gates = new GateKeeper({ ...stores, clock, evidence, metrics, runs: producing });
    this.executor = new PromotionExecutor({ ...stores, forge, metrics, clock });
  }

  /** @throws NotFoundError */
  environment(name: string): Environment {
    const found = this.environments.find(environment => environment.name === name);
    if (found === undefined) throw new NotFoundError(`There is no environment named ${name}`);
    return found;
  }

  /**
   * Two environments of which one comes right after the other.
   * @throws InputError where they do not
   */
  step({ from, to }: { from: string; to: string }): { from: Environment; to: Environment } {
    const [source, target] = [this.environment(from), this.environment(to)];
    const index = this.environments.indexOf(source);
    const next = this.environments[index + 1];
    if (next !== target)
      throw new InputError(
        next === undefined
          ? `Nothing comes after ${from}`
          : `What is in ${from} goes to ${next.name} next, not to ${to}`,
      );
    return { from: source, to: target };
  }

  async may(permission: BasicPermission, credentials: BackstageCredentials): Promise<boolean> {
    const [decision] = await this.#permissions.authorize([{ permission }], { credentials });
    return decision?.result === AuthorizeResult.ALLOW;
  }

  /** What stands before an environment for an image, as the asker may see it. */
  async gatesBefore(
    environment: Environment,
    change: Pick<GateQuestion, 'component' | 'image' | 'source' | 'target'>,
    { viewer, credentials }: Asker,
  ): Promise<readonly Gate[]> {
    const isApprover = await this.may(promotionPermissions.approve, credentials);
    return this.gates.ask({ ...change, environment, viewer, isApprover });
  }
}
