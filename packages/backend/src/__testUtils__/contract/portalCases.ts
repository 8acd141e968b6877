import { TEMPLATE_RECORD } from '@kubemate/plugin-repositories-common';
import { stringify } from 'yaml';
import type { OperationCase, Prepared } from './checkOperation';
import { settingsCases } from './settingsCases';
import type { ClusterPlace } from './ClusterPlace';
import type { ContractWorld } from './ContractWorld';

interface Parts {
  readonly world: ContractWorld;
  readonly place: ClusterPlace;
}

const BRANCH = 'topic';

/** As the template would have written it down that made one file, once. */
const recordOf = (name: string) =>
  stringify({
    ...{ template: 'template:default/node-service', version: '1.0.0' },
    values: {
      ...{ owner: 'group:default/platform-team', name, description: 'Takes orders' },
      environments: Object.fromEntries(
        ['dev', 'staging', 'prod'].map(each => [each, { cluster: each, namespace: 'shop' }]),
      ),
      ...{ monitoring: false, pipeline: 'tekton', registry: 'registry.example.com' },
    },
    // git hash-object of what the case commits.
    files: { 'mkdocs.yml': '5835ee2740935c85d95462167bb8a5f9fcb86144' },
  });

/** Repositories of the group that `platform` is in. */
export function repositoryCases({ world, place }: Parts): Readonly<Record<string, OperationCase>> {
  const owner = 'platform-team';
  const run = (name: string, input: object) => world.run('platform', `repositories.${name}`, input);
  const url = (name: string) => `repositories/repositories/${owner}/${name}`;
  const commit = (name: string, branch: string, content: string) =>
    run('commit', { owner, name, branch, message: 'Change', files: { 'a.txt': content } });
  const make = async () => {
    const name = place.newName('repo');
    await run('create', { owner, name });
    await commit(name, 'main', 'one');
    await commit(name, BRANCH, 'two');
    return name;
  };
  const requested = async () => {
    const name = await make();
    await run('open-pull-request', { owner, name, title: 'Two', head: BRANCH });
    const state = async () => (await world.read('platform', `${url(name)}/pull-requests/1`)).state;
    return { input: { owner, name, number: 1 }, state };
  };
  const ended = { status: 403, tells: /is (closed|merged)/ } as const;
  return {
    'repositories.create': {
      prepare: async () => {
        const name = place.newName('repo');
        return {
          input: { owner, name },
          state: async () => (await world.ask('platform', url(name))).status,
          meddle: () => run('create', { owner, name }),
        };
      },
      conflict: { status: 403, tells: /already/ },
      undo: 'What is made by it may have been pushed to: it is deleted by name',
    },
    'repositories.commit': {
      prepare: async () => {
        const name = await make();
        return {
          input: { owner, name, message: 'Three', files: { 'a.txt': 'three' } },
          state: async () => (await world.read('platform', `${url(name)}/files?path=a.txt`)).file,
          meddle: () => commit(name, 'main', 'six'),
        };
      },
      conflict: { status: 409, tells: /a\.txt/ },
      undo: 'History is not taken back, but followed by another commit',
    },
    'repositories.open-pull-request': {
      prepare: async () => {
        const name = await make();
        const input = { owner, name, title: 'Two', head: BRANCH };
        return {
          input,
          state: async () =>
            (await world.read('platform', `${url(name)}/pull-requests`)).items.length,
          meddle: () => run('open-pull-request', input),
        };
      },
      conflict: { status: 403, tells: /already/ },
      undo: 'It is closed by a name of its own',
    },
    'repositories.merge-pull-request': {
      prepare: async () => {
        const { input, state } = await requested();
        // What is merged is what the plan has seen.
        return { input, state, meddle: () => commit(input.name, BRANCH, 'unseen') };
      },
      conflict: { status: 409, tells: /changed/ },
      undo: 'History is not taken back',
    },
    'repositories.close-pull-request': {
      prepare: async () => {
        const { input, state } = await requested();
        return { input, state, meddle: () => run('merge-pull-request', input) };
      },
      conflict: ended,
      undo: 'It is opened again by a name of its own',
    },
    'repositories.propose-object': {
      prepare: async () => {
        const name = place.newName('repo');
        const object = (replicas: number) =>
          `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: shop }\nspec: { replicas: ${replicas} }\n`;
        const write = (replicas: number) =>
          run('commit', { owner, name, message: 'Write', files: { 'a.yaml': object(replicas) } });
        await run('create', { owner, name });
        await write(2);
        return {
          input: { source: `${owner}/${name}`, before: object(2), after: object(5) },
          state: async () =>
            (await world.read('platform', `${url(name)}/pull-requests`)).items.length,
          meddle: () => write(3),
        };
      },
      conflict: { status: 409, tells: /a\.yaml/ },
      undo: 'It is closed by a name of its own',
    },
    'repositories.upgrade-from-template': {
      prepare: async () => {
        const name = place.newName('repo');
        await run('create', { owner, name });
        await run('commit', {
          ...{ owner, name, message: 'Made' },
          files: { [TEMPLATE_RECORD]: recordOf(name), 'mkdocs.yml': 'site_name: old\n' },
        });
        return {
          input: { owner, name },
          state: async () =>
            (await world.read('platform', `${url(name)}/pull-requests`)).items.length,
          meddle: () =>
            run('commit', {
              ...{ owner, name, message: 'Change' },
              files: { 'mkdocs.yml': 'site_name: mine\n' },
            }),
        };
      },
      conflict: { status: 409, tells: /mkdocs\.yml|changed/ },
      undo: 'It is closed by a name of its own',
    },
    'repositories.delete-branch': {
      prepare: async () => {
        const name = await make();
        return {
          input: { owner, name, branch: BRANCH },
          state: async () => (await world.read('platform', url(name))).branches.length,
          meddle: () => commit(name, BRANCH, 'not lost'),
        };
      },
      conflict: { status: 409, tells: /has head = / },
      undo: 'What it named is not reachable any more',
    },
    ...settingsCases({ world, make }),
    'repositories.delete': {
      prepare: async () => {
        const name = await make();
        return {
          input: { owner, name },
          state: async () => (await world.ask('platform', url(name))).status,
          meddle: () => commit(name, 'main', 'not lost'),
        };
      },
      conflict: { status: 409, tells: /has main = / },
      undo: 'It is gone for good',
    },
  };
}

/** Tenants on the cluster under test. */
export function tenantCases({ world, place }: Parts): Readonly<Record<string, OperationCase>> {
  const run = (name: string, input: object) => world.run('platform', `tenants.${name}`, input);
  const newName = () => {
    const name = place.newName(`${place.namespace}-t`);
    place.leaves(`/api/v1/namespaces/${name}`);
    return name;
  };
  const specOf = (name: string) => ({
    ...{ name, title: 'Contract', owner: 'group:default/platform-team', plan: 'small' },
    members: [{ subject: 'group:default/ml-team', role: 'viewer' }],
    placements: [{ cluster: place.cluster, environment: 'dev', namespaces: [name] }],
  });
  const seen = async (name: string) => {
    const { status, body } = await world.ask('platform', `tenants/tenants/${name}`);
    if (status !== 200) return status;
    const { state, plan, members } = body;
    return { state, plan, members };
  };
  const make = async (
    rest: object,
    { meddle, before }: { meddle: [string, object]; before?: [string, object] },
  ): Promise<Prepared> => {
    const name = newName();
    await run('create-tenant', specOf(name));
    if (before) await run(before[0], { name, ...before[1] });
    return {
      input: { name, ...rest },
      state: () => seen(name),
      meddle: () => run(meddle[0], { name, ...meddle[1] }),
    };
  };
  const members = (role: string) => [{ subject: 'group:default/ml-team', role }];
  return {
    'tenants.create-tenant': {
      prepare: async () => {
        const name = newName();
        return {
          input: specOf(name),
          state: () => seen(name),
          meddle: () => run('create-tenant', specOf(name)),
        };
      },
      conflict: { status: 403, tells: /already/ },
      undo: 'Its namespaces may be in use at once: it is archived',
    },
    'tenants.change-tenant': {
      prepare: () => make({ plan: 'medium' }, { meddle: ['change-tenant', { plan: 'large' }] }),
      conflict: { status: 409, tells: /Tenant \S+ has plan = "large"/ },
      undo: true,
    },
    'tenants.set-members': {
      prepare: () =>
        make(
          { members: members('developer') },
          { meddle: ['set-members', { members: members('auditor') }] },
        ),
      conflict: { status: 409, tells: /Tenant \S+ has members = .*auditor/ },
      undo: true,
    },
    'tenants.archive-tenant': {
      prepare: () => make({}, { meddle: ['archive-tenant', {}] }),
      conflict: { status: 403, tells: /archived already/ },
      undo: true,
    },
    'tenants.restore-tenant': {
      prepare: () => make({}, { before: ['archive-tenant', {}], meddle: ['restore-tenant', {}] }),
      conflict: { status: 403, tells: /not archived/ },
      undo: true,
    },
    'tenants.repair-drift': {
      prepare: async () => {
        const prepared = await make({}, { meddle: ['repair-drift', {}] });
        const { name } = prepared.input as { name: string };
        const namespace = `/api/v1/namespaces/${name}`;
        const label = 'pod-security.kubernetes.io/enforce';
        await place.admin.merge(namespace, { metadata: { labels: { [label]: 'privileged' } } });
        const state = async () => (await place.admin.get(namespace)).metadata.labels[label];
        return { ...prepared, state };
      },
      conflict: { status: 403, tells: /Nothing differs/ },
      undo: 'It puts back what is declared',
    },
    ...quotaCases({ world, place }, make),
  };
}

type Make = (
  rest: object,
  options: { meddle: [string, object]; before?: [string, object] },
) => Promise<Prepared>;

function quotaCases({ world }: Parts, make: Make): Readonly<Record<string, OperationCase>> {
  const ask = { plan: 'large', reason: 'More pods' };
  const requests = (name: string) =>
    world.read('platform', `tenants/tenants/${name}/quota-requests`);
  return {
    'tenants.request-quota': {
      deniedTo: 'auditor',
      prepare: async () => {
        const prepared = await make(ask, { meddle: ['request-quota', ask] });
        const { name } = prepared.input as { name: string };
        const state = async () =>
          (await requests(name)).items.filter(({ status }: any) => status === 'waiting').length;
        return { ...prepared, state };
      },
      conflict: { status: 403, tells: /waits for a decision/ },
      undo: true,
      noDiff: 'Nothing changes before somebody has decided',
    },
    'tenants.withdraw-request': {
      deniedTo: 'auditor',
      prepare: async () => {
        const prepared = await make(
          {},
          { before: ['request-quota', ask], meddle: ['request-quota', ask] },
        );
        const { name } = prepared.input as { name: string };
        const [{ id: request }] = (await requests(name)).items;
        const input = { name, request };
        return {
          ...{ ...prepared, input },
          state: async () => (await requests(name)).items[0].status,
          meddle: () => world.run('platform', 'tenants.withdraw-request', input),
        };
      },
      conflict: { status: 403, tells: /does not wait/ },
      undo: 'One can ask again',
      noDiff: 'Nothing has changed before somebody has decided',
    },
    'tenants.decide-quota': {
      prepare: async () => {
        const prepared = await make(
          {},
          {
            before: [
              'set-members',
              { members: [{ subject: 'user:default/ml', role: 'tenant-admin' }] },
            ],
            meddle: ['repair-drift', {}],
          },
        );
        const { name } = prepared.input as { name: string };
        await world.run('ml', 'tenants.request-quota', { name, ...ask });
        const [{ id: request }] = (await requests(name)).items;
        const input = { name, request, decision: 'approved' };
        return {
          ...{ ...prepared, input },
          meddle: () =>
            world.run('platform', 'tenants.decide-quota', { ...input, decision: 'refused' }),
        };
      },
      conflict: { status: 403, tells: /does not wait/ },
      undo: 'A decision is answered by another request',
    },
  };
}
