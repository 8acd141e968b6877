import type { OperationCase } from './checkOperation';
import type { ContractWorld } from './ContractWorld';

const OWNER = 'platform-team';

/** Settings and webhooks of repositories that `make` makes. */
export function settingsCases({
  world,
  make,
}: {
  readonly world: ContractWorld;
  readonly make: () => Promise<string>;
}): Readonly<Record<string, OperationCase>> {
  const owner = OWNER;
  const run = (name: string, input: object) => world.run('platform', `repositories.${name}`, input);
  const url = (name: string) => `repositories/repositories/${owner}/${name}`;
  // No name of that domain is known anywhere: what is sent there fails, and says so.
  const address = 'https://ci.invalid/hook';
  const hooks = async (name: string) =>
    (await world.read('platform', `${url(name)}/webhooks`)).items.map(
      ({ lastDelivery, ...each }: any) => each,
    );
  const tokens = async () =>
    (await world.read('platform', 'repositories/access-tokens')).items as any[];
  const unused = (word: string) => `${word}-${Math.random().toString(36).slice(2, 8)}`;
  const hooked = async () => {
    const name = await make();
    await run('add-webhook', { owner, name, url: address });
    const [{ id: webhook }] = await hooks(name);
    return { name, webhook };
  };
  const rename = (name: string, webhook: string) =>
    run('change-webhook', { owner, name, webhook, active: false });
  return {
    'repositories.change': {
      prepare: async () => {
        const name = await make();
        return {
          input: { owner, name, description: 'Mine' },
          state: async () => (await world.read('platform', url(name))).description,
          meddle: () => run('change', { owner, name, description: 'Theirs' }),
        };
      },
      conflict: { status: 409, tells: /description|changed/ },
      undo: 'It is changed back by the same operation',
    },
    'repositories.create-access-token': {
      deniedTo: 'auditor',
      prepare: async () => {
        const input = { name: unused('token'), scope: 'read', days: 1 };
        return {
          input,
          state: async () => (await tokens()).length,
          meddle: () => run('create-access-token', input),
        };
      },
      conflict: { status: 403, tells: /already/ },
      undo: 'It is taken back by a name of its own',
    },
    'repositories.delete-access-token': {
      deniedTo: 'auditor',
      prepare: async () => {
        const name = unused('token');
        await run('create-access-token', { name });
        const { id } = (await tokens()).find((each: any) => each.name === name);
        return {
          input: { id },
          state: async () => (await tokens()).length,
          meddle: () => run('delete-access-token', { id }),
        };
      },
      conflict: { status: 404, tells: /no access token/ },
      undo: 'Nobody knows it any more',
    },
    'repositories.add-webhook': {
      prepare: async () => {
        const name = await make();
        const input = { owner, name, url: address };
        return {
          input,
          state: async () => (await hooks(name)).length,
          meddle: () => run('add-webhook', input),
        };
      },
      conflict: { status: 403, tells: /already/ },
      undo: 'It is removed by a name of its own',
    },
    'repositories.change-webhook': {
      prepare: async () => {
        const { name, webhook } = await hooked();
        return {
          input: { owner, name, webhook, events: ['push', 'pull_request'] },
          state: () => hooks(name),
          meddle: () => rename(name, webhook),
        };
      },
      conflict: { status: 409, tells: /changed/ },
      undo: 'It is changed back by the same operation',
    },
    'repositories.remove-webhook': {
      prepare: async () => {
        const { name, webhook } = await hooked();
        return {
          input: { owner, name, webhook },
          state: async () => (await hooks(name)).length,
          meddle: () => rename(name, webhook),
        };
      },
      conflict: { status: 409, tells: /active|changed/ },
      undo: 'Its secret is forgotten',
    },
    'repositories.redeliver': {
      prepare: async () => {
        const { name, webhook } = await hooked();
        const at = `${url(name)}/webhooks/${webhook}/deliveries`;
        return {
          input: { owner, name, webhook },
          state: async () => (await world.read('platform', at)).items.length,
        };
      },
      conflict: { never: 'Each is a delivery of its own' },
      undo: 'What was told is known',
    },
  };
}
