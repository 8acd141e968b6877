import type {
  ApprovalRequest,
  Board,
  BoardEnvironment,
  BoardTransition,
  ComponentEvidence,
  FlowMetrics,
  OverlayComparison,
  Promotion,
  Release,
  RunningImage,
} from '@kubemate/plugin-pipelines-common';

type Running = Extract<BoardEnvironment, { state: 'running' }>;
type Gap = Extract<BoardEnvironment, { state: 'gap' }>;

export function image(tag: string): RunningImage {
  return {
    image: `registry.example/shop/cart:${tag}`,
    repository: 'registry.example/shop/cart',
    tag,
    digest: `sha256:${'0'.repeat(64 - tag.length)}${tag.replace(/\D/g, 'a')}`,
  };
}

const workload = {
  cluster: 'staging',
  apiVersion: 'apps/v1',
  kind: 'Deployment' as const,
  namespace: 'shop',
  name: 'cart',
  container: 'web',
};

export function running(given: Partial<Running>): Running {
  return {
    name: 'staging',
    title: 'Staging',
    cluster: 'staging',
    state: 'running',
    workload,
    image: image('2.15.0'),
    replicas: { wanted: 2, ready: 2, updated: 2 },
    rollout: 'complete',
    since: Date.now() - 3_600_000,
    by: 'user:default/developer',
    ...given,
  };
}

export function gap(given: Partial<Gap>): Gap {
  return {
    name: 'staging',
    title: 'Staging',
    cluster: 'staging',
    state: 'gap',
    cause: 'unreachable',
    reason: 'The cluster does not answer',
    ...given,
  };
}

export function request(given: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id: '5b0f0d3e-0000-4000-8000-000000000007',
    component: 'component:default/cart',
    owner: 'group:default/shop-team',
    from: 'staging',
    to: 'prod',
    image: image('2.15.0'),
    before: image('2.14.1'),
    state: 'waiting',
    requestedBy: 'user:default/developer',
    requestedAt: Date.now() - 60_000,
    reason: 'The fix of the checkout',
    expiresAt: Date.now() + 3_600_000,
    needed: 1,
    given: 0,
    groups: ['group:default/platform-team'],
    decisions: [],
    mayDecide: true,
    ...given,
  };
}

export function transition(given: Partial<BoardTransition> = {}): BoardTransition {
  return { from: 'staging', to: 'prod', isSame: false, differences: [], gates: [], ...given };
}

/** Staging is one version ahead of prod, and somebody has to approve. */
export function board(given: Partial<Board> = {}): Board {
  return {
    component: 'component:default/cart',
    title: 'Cart',
    owner: 'group:default/shop-team',
    environments: [
      running({}),
      running({
        name: 'prod',
        title: 'Production',
        cluster: 'prod',
        image: image('2.14.1'),
        workload: { ...workload, cluster: 'prod' },
      }),
    ],
    transitions: [
      transition({
        differences: [{ what: 'env', name: 'CACHE_TTL', before: '60', after: '300' }],
        gates: [
          {
            kind: 'approvals',
            state: 'blocked',
            needed: 1,
            given: 0,
            why: 'not-asked',
            clearedBy: {
              groups: ['group:default/platform-team'],
              operation: 'pipelines.approve',
              permission: 'pipelines.approve',
            },
          },
        ],
      }),
    ],
    asOf: Date.now(),
    ...given,
  };
}

export function release(given: Partial<Release> = {}): Release {
  return {
    id: '5b0f0d3e-0000-4000-8000-000000000009',
    component: 'component:default/cart',
    environment: 'prod',
    image: image('2.13.0'),
    replicas: 2,
    since: Date.now() - 86_400_000,
    via: 'promotion',
    by: 'user:default/platform',
    isGood: true,
    isCurrent: false,
    ...given,
  };
}

export function promotion(given: Partial<Promotion> = {}): Promotion {
  return {
    id: '5b0f0d3e-0000-4000-8000-000000000003',
    kind: 'promotion',
    component: 'component:default/cart',
    from: 'staging',
    to: 'prod',
    workload: { ...workload, cluster: 'prod' },
    before: image('2.13.0'),
    after: image('2.14.1'),
    state: 'succeeded',
    by: 'user:default/platform',
    startedAt: Date.now() - 86_400_000,
    finishedAt: Date.now() - 86_340_000,
    events: [{ at: Date.now(), state: 'succeeded', message: '2 of 2 replicas are ready' }],
    resumed: 0,
    ...given,
  };
}

export function flow(): FlowMetrics {
  const promotions = [promotion().id];
  const figures = {
    deploymentFrequency: { value: 0.5, count: 15, promotions },
    leadTime: { value: 7_200_000, promotions },
    changeFailureRate: { value: 0.2, promotions, failed: promotions },
    timeToRestore: { promotions: [] },
  };
  return {
    environment: 'prod',
    since: Date.now() - 30 * 86_400_000,
    until: Date.now(),
    total: figures,
    components: [{ component: 'component:default/cart', flow: figures }],
    teams: [{ owner: 'group:default/shop-team', flow: figures }],
  };
}

/** One signed image without a critical vulnerability, and code that failed its gate. */
export function evidence(given: Partial<ComponentEvidence> = {}): ComponentEvidence {
  return {
    images: [
      {
        ...{ environment: 'staging', title: 'Staging', image: image('2.15.0') },
        evidence: {
          ...{ state: 'known', registry: 'registry.example', repository: 'shop/cart' },
          digest: image('2.15.0').digest ?? '',
          signature: { state: 'verified', keys: ['release'], refusals: [] },
          sboms: [{ format: 'spdx', digest: `sha256:${'1'.repeat(64)}` }],
          scan: {
            ...{ scanner: 'Trivy', at: Date.now() - 3_600_000, isVerified: true },
            ...{ critical: 0, high: 2, medium: 5, low: 9, unknown: 0 },
          },
          unsignedScans: 0,
        },
      },
    ],
    tags: [{ name: '2.15.0', digest: `sha256:${'2'.repeat(64)}` }],
    quality: {
      ...{ state: 'known', server: 'sonar', project: 'shop-cart', gate: 'failed' },
      conditions: [
        { metric: 'new_coverage', isMet: false, comparator: 'LT', threshold: '80', actual: '61.2' },
      ],
      measures: [{ metric: 'coverage', value: '70.1' }],
      ...{ analysedAt: Date.now() - 60_000, url: 'https://sonar.example/dashboard?id=shop-cart' },
    },
    asOf: Date.now(),
    ...given,
  };
}

export function overlays(given: Partial<OverlayComparison> = {}): OverlayComparison {
  return {
    ...{ repository: 'shop-team/cart-deploy', from: 'deploy/staging', to: 'deploy/prod' },
    commits: [{ id: 'a1b2c3d4e5', message: 'Turn suggestions on', author: 'dana', at: 1 }],
    files: [{ path: 'settings.env', before: 'A=1\n', after: 'A=2\n' }],
    ...given,
  };
}
