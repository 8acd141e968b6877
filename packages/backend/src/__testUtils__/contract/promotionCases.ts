import { randomUUID } from 'node:crypto';
import type { OperationCase, Prepared } from './checkOperation';
import type { ContractWorld } from './ContractWorld';
import { operationUrl } from './ContractWorld';
import { until } from './KubeAdmin';

const COMPONENT = 'component:default/cart';
const BOARD = `pipelines/components/${COMPONENT}/board`;
const WHY = { reason: 'Held to the contract' };
/** Pods come up as slowly as they do, and are watched for a while. */
const ROLLOUT_MS = 120_000;
const NO_CLUSTER = 'No cluster changes by it';

/** Promotions and approvals of one component of the sandbox's company. */
export function promotionCases(world: ContractWorld): Readonly<Record<string, OperationCase>> {
  const image = async (environment: string) => {
    const { environments } = await world.read('platform', BOARD);
    return environments.find(({ name }: any) => name === environment)?.image?.image;
  };
  const setImage = async (cluster: string) => {
    const wanted = `registry.example.com/shop/cart:4.${randomUUID().slice(0, 8)}`;
    const rest = { container: 'cart', image: wanted };
    const workload = {
      ...{ cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'cart' },
    };
    await world.run('platform', 'clusters.set-image', { workload, ...rest });
    return wanted;
  };
  /** Gives an environment an image of its own, and waits until its pods have come up: seconds, so only where the operation could not be run otherwise. */
  const ready = async (cluster: string, { name, input }: { name: string; input: object }) => {
    const url = `${operationUrl(name)}?plan=true`;
    const plan = () => world.ask('platform', url, { body: input });
    if ((await plan()).body.allowed === true) return;
    const wanted = await setImage(cluster);
    await until(
      `that ${cluster} runs ${wanted}`,
      async () => {
        const { environments } = await world.read('platform', BOARD);
        const found = environments.find((each: any) => each.name === cluster);
        if (found?.image?.image !== wanted || found.rollout !== 'complete') return undefined;
        // Somebody else's rollout may be in the way; 400 is a release that is not there yet.
        const { status, body } = await plan();
        return status === 400 || body.allowed === true || undefined;
      },
      ROLLOUT_MS,
    );
  };
  return {
    'pipelines.promote': {
      deniedTo: 'auditor',
      prepare: async () => {
        const input = { component: COMPONENT, from: 'dev', to: 'staging' };
        await ready('dev', { name: 'pipelines.promote', input });
        return { input, state: () => image('staging'), meddle: () => setImage('staging') };
      },
      conflict: { status: 403, tells: /Another rollout goes on/ },
      undo: 'It is rolled back to a release',
    },
    'pipelines.rollback': {
      deniedTo: 'auditor',
      prepare: async () => {
        const url = `pipelines/components/${COMPONENT}/releases?environment=dev`;
        const earlier = async () => {
          const now = await image('dev');
          const { items } = await world.read('platform', url);
          const isTold = items.some((each: any) => each.image.image === now);
          return isTold ? items.find((each: any) => each.image.image !== now)?.id : undefined;
        };
        const input = { component: COMPONENT, environment: 'dev', release: await earlier() };
        await ready('dev', { name: 'pipelines.rollback', input });
        const release = await until('an earlier release', earlier);
        return {
          input: { ...input, release },
          state: () => image('dev'),
          meddle: () => setImage('dev'),
        };
      },
      ...{ conflict: { status: 409, tells: /image/ }, undo: 'It is rolled back to a release' },
    },
    ...approvalCases(world, ready),
    ...steeringCases(world),
    ...freezeCases(world),
  };
}

type Ready = (cluster: string, run: { name: string; input: object }) => Promise<void>;

function approvalCases(
  world: ContractWorld,
  ready: Ready,
): Readonly<Record<string, OperationCase>> {
  const ask = { component: COMPONENT, from: 'staging', to: 'prod', ...WHY };
  const name = 'pipelines.request-approval';
  const requests = async () =>
    (await world.read('platform', `pipelines/approvals?state=all&component=${COMPONENT}`)).items;
  const asked = async (operation: string): Promise<Prepared> => {
    await ready('staging', { name, input: ask });
    const { output } = await world.run('developer', name, ask);
    const find = async () => (await requests()).find(({ id }: any) => id === output.request);
    const { image } = (await find()).image;
    const input = { request: output.request, ...WHY };
    return {
      input: operation === 'approve' ? { ...input, image } : input,
      state: async () => (await find()).state,
      meddle: () => world.run('platform', 'pipelines.reject', input),
    };
  };
  const decided = { status: 403, tells: /decided on it|does not wait/ } as const;
  return {
    'pipelines.request-approval': {
      deniedTo: 'auditor',
      prepare: async () => {
        await ready('staging', { name, input: ask });
        return {
          input: ask,
          state: async () => (await requests()).length,
          meddle: () => world.run('developer', name, ask),
        };
      },
      conflict: { status: 403, tells: /asked for already/ },
      ...{ undo: 'Somebody says no to it', noDiff: NO_CLUSTER },
    },
    'pipelines.approve': {
      deniedTo: 'auditor',
      prepare: () => asked('approve'),
      ...{ conflict: decided, undo: 'A decision stands', noDiff: NO_CLUSTER },
    },
    'pipelines.reject': {
      deniedTo: 'auditor',
      prepare: () => asked('reject'),
      ...{ conflict: decided, undo: 'A decision stands', noDiff: NO_CLUSTER },
    },
  };
}

/** Of a component that goes in steps. */
function steeringCases(world: ContractWorld): Readonly<Record<string, OperationCase>> {
  const route = { component: 'component:default/catalog', from: 'dev', to: 'staging' };
  const stateOf = async (id: string) =>
    (await world.read('platform', `pipelines/promotions/${id}`)).state;
  const shifting = async (): Promise<Prepared> => {
    const workload = {
      ...{ cluster: 'dev', apiVersion: 'apps/v1', kind: 'Deployment' },
      ...{ namespace: 'catalog', name: 'catalog' },
    };
    const image = `registry.example.com/catalog/catalog:4.${randomUUID().slice(0, 8)}`;
    await world.run('platform', 'clusters.set-image', { workload, container: 'catalog', image });
    const url = operationUrl('pipelines.promote');
    const begun = await until(
      'that the promotion begins',
      async () => {
        const input = { body: { ...route, image }, headers: { prefer: 'wait=1' } };
        const { status, body } = await world.ask('platform', url, input);
        return status === 200 ? body : undefined;
      },
      ROLLOUT_MS,
    );
    const isShifting = async () => (await stateOf(begun.id)) === 'shifting' || undefined;
    await until('that it goes in steps', isShifting, ROLLOUT_MS);
    const input = { promotion: begun.id, ...WHY };
    return {
      input,
      state: async () => ((await stateOf(begun.id)) === 'shifting' ? 'shifting' : 'over'),
      async meddle() {
        await world.run('platform', 'pipelines.abort-promotion', input);
        await world.ended('platform', 'pipelines.promote', begun);
      },
    };
  };
  const rest = {
    deniedTo: 'auditor',
    prepare: shifting,
    conflict: { status: 403, tells: /does not go from step to step/ },
    noDiff: 'The promotion has shown what it does',
  } as const;
  return {
    'pipelines.promote-now': { ...rest, undo: 'It is rolled back to a release' },
    'pipelines.abort-promotion': { ...rest, undo: 'It is promoted anew' },
  };
}

function freezeCases(world: ContractWorld): Readonly<Record<string, OperationCase>> {
  const day = 86_400_000;
  const startsAt = Date.now() + 30 * day;
  const window = { environments: ['prod'], startsAt, endsAt: startsAt + day, ...WHY };
  const windows = async () =>
    (await world.read('platform', 'pipelines/freezes')).items.map(({ id }: any) => id);
  return {
    'pipelines.freeze': {
      prepare: async () => ({ input: window, state: windows }),
      conflict: { never: 'Windows stand beside each other' },
      ...{ undo: 'A window is ended by a name of its own', noDiff: NO_CLUSTER },
    },
    'pipelines.unfreeze': {
      prepare: async () => {
        const { output } = await world.run('platform', 'pipelines.freeze', window);
        const input = { window: output.window, ...WHY };
        return {
          input,
          state: async () => (await windows()).includes(output.window),
          meddle: () => world.run('platform', 'pipelines.unfreeze', input),
        };
      },
      conflict: { status: 404, tells: /There is no window/ },
      ...{ undo: 'A window is made anew', noDiff: NO_CLUSTER },
    },
  };
}
