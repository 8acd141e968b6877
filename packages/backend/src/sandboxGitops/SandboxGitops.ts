import type { AuthService, DiscoveryService, LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { OperationsClient } from '@kubemate/operations-common';
import {
  actingForHeaders,
  RepositoriesClient,
  repositoryOperations,
} from '@kubemate/plugin-repositories-common';
import { parse } from 'yaml';
import { z } from 'zod';
import { seedFiles } from './seedFiles';

const RETRY_MS = 3_000;
const DEPLOYMENTS = { group: 'apps', version: 'v1', plural: 'deployments' };
/** Who the controller is on the sandbox's clusters, and in its repository. */
const CONTROLLER = {
  userEntityRef: 'user:default/sandbox-gitops',
  ownershipEntityRefs: ['group:default/platform-team'],
};

export interface GitopsPlan {
  readonly repository: string;
  readonly namespace: string;
  readonly deployment: string;
  readonly environments: readonly { readonly name: string; readonly cluster: string }[];
}

export interface SandboxGitopsOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly kube: KubeService;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly plan: GitopsPlan;
}

const overlaySchema = z.looseObject({
  images: z.array(
    z.looseObject({
      name: z.string(),
      newTag: z.union([z.string(), z.number()]).transform(String).optional(),
      digest: z.string().optional(),
    }),
  ),
});
const deploymentSchema = z.looseObject({
  spec: z.looseObject({
    replicas: z.number().default(1),
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(z.looseObject({ name: z.string(), image: z.string() })),
      }),
    }),
  }),
});

/** Syncs the image of each overlay to its cluster, at the start and whenever somebody pushes. */
export class SandboxGitops {
  readonly #options: SandboxGitopsOptions;
  readonly #repositories: RepositoriesClient;
  readonly #operations: OperationsClient;
  #isSyncing = false;
  #isWanted = false;

  constructor(options: SandboxGitopsOptions) {
    this.#options = options;
    const { auth, discovery } = options;
    const baseUrl = () => discovery.getBaseUrl('repositories');
    const { userEntityRef: user, ownershipEntityRefs: groups } = CONTROLLER;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'repositories',
      });
      const headers = { ...Object.fromEntries(new Headers(init?.headers)) };
      const acting = actingForHeaders({ user, groups });
      const { signal } = options;
      return options.fetch(input, {
        ...{ ...init, signal },
        headers: { ...headers, ...acting, authorization: `Bearer ${token}` },
      });
    };
    this.#repositories = new RepositoriesClient({ fetch, baseUrl });
    this.#operations = new OperationsClient({ fetch, baseUrlOf: baseUrl });
  }

  /** Never rejects; what fails is tried again. */
  wake(): void {
    this.#isWanted = true;
    if (!this.#isSyncing) void this.#loop();
  }

  async #loop(): Promise<void> {
    const { clock, signal, logger } = this.#options;
    this.#isSyncing = true;
    while (this.#isWanted && !signal.aborted) {
      this.#isWanted = false;
      try {
        await this.#sync();
      } catch (error) {
        logger.debug(`The sandbox's GitOps controller tries again: ${String(error)}`);
        this.#isWanted = true;
        await new Promise<void>(resolve => clock.after(RETRY_MS, resolve));
      }
    }
    this.#isSyncing = false;
  }

  async #sync(): Promise<void> {
    const { environments, repository } = this.#options.plan;
    const [owner = '', name = ''] = repository.split('/');
    const place = { owner, name };
    if (!(await this.#exists(place))) await this.#seed(place);
    for (const { name: environment, cluster } of environments) {
      const path = `deploy/overlays/${environment}/kustomization.yaml`;
      const { file, commit } = await this.#repositories.readFiles(place, { path });
      const overlay = overlaySchema.parse(parse(file?.content ?? ''));
      await this.#apply(cluster, { overlay, commit });
    }
  }

  async #apply(
    cluster: string,
    { overlay, commit }: { overlay: z.output<typeof overlaySchema>; commit: string },
  ): Promise<void> {
    const { kube } = this.#options;
    const at = this.#at(cluster);
    const { spec } = deploymentSchema.parse(await kube.get(at, CONTROLLER));
    const containers = spec.template.spec.containers.flatMap(({ name, image }) => {
      const repository = image.replace(/(?::[^:/]+)?(?:@.*)?$/, '');
      const said = overlay.images.find(each => each.name === repository);
      if (said === undefined) return [];
      const tag = said.newTag === undefined ? '' : `:${said.newTag}`;
      const wanted = `${repository}${tag}${said.digest === undefined ? '' : `@${said.digest}`}`;
      return wanted === image ? [] : [{ name, image: wanted }];
    });
    if (containers.length === 0) return;
    const value = {
      metadata: { annotations: { 'sandbox.kubemate.io/synced-commit': commit } },
      spec: { template: { spec: { containers } } },
    };
    await kube.write({ ...at, verb: 'patch', patch: { type: 'strategic', value } }, CONTROLLER);
  }

  async #exists(place: { owner: string; name: string }): Promise<boolean> {
    try {
      const { head } = await this.#repositories.getRepository(place);
      return head !== undefined;
    } catch (error) {
      const cause = isError(error) && isError(error.cause) ? error.cause : error;
      if (isError(cause) && cause.name === 'NotFoundError') {
        await this.#operations.run(repositoryOperations.create, {
          ...{ ...place, description: 'What search runs where. Synced by the sandbox.' },
        });
        return false;
      }
      throw error;
    }
  }

  /** With what the clusters run by then. */
  async #seed(place: { owner: string; name: string }): Promise<void> {
    const { environments, deployment } = this.#options.plan;
    const states = [];
    for (const { name, cluster } of environments) {
      const object = await this.#options.kube.get(this.#at(cluster), CONTROLLER);
      const { spec } = deploymentSchema.parse(object);
      const { replicas } = spec;
      const image = spec.template.spec.containers[0]?.image ?? '';
      states.push({ name, replicas, image });
    }
    await this.#operations.run(repositoryOperations.commit, {
      ...{ ...place, message: 'What runs where' },
      files: seedFiles({ deployment, states }),
    });
  }

  #at(cluster: string) {
    const { namespace, deployment: name } = this.#options.plan;
    return { cluster, resource: DEPLOYMENTS, namespace, name };
  }
}
