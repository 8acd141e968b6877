import { ConflictError, NotFoundError } from '@backstage/errors';
import { createPermission } from '@backstage/plugin-permission-common';
import type { KubeObject } from '@kubemate/kube-common';
import { operationContract } from '@kubemate/operations-common';
import type { OperationTarget } from '@kubemate/operations-common';
import { z } from 'zod';
import { diffObjects } from '../diffObjects';
import { defineOperation } from '../OperationDefinition';
import type { AnyOperation, Need, RunContext } from '../OperationDefinition';

export const setPermission = createPermission({
  name: 'things.thing.set',
  attributes: { action: 'update' },
});
export const removePermission = createPermission({
  name: 'things.thing.remove',
  attributes: { action: 'delete' },
});

const thing = z.strictObject({ name: z.string().min(1).max(63), cluster: z.string().max(63) });

export const setContract = operationContract({
  name: 'things.set-value',
  title: 'Set a value',
  summary: 'Sets the value of a thing.',
  effect: 'write',
  permission: setPermission,
  bulk: true,
  input: z.strictObject({
    thing,
    value: z.number().int().min(0).max(1_000),
    labels: z.record(z.string().max(63), z.string().max(63)).optional(),
    mode: z.enum(['fast', 'slow']).default('fast'),
  }),
});

export const passwordContract = operationContract({
  name: 'things.set-password',
  title: 'Set a password',
  summary: 'Sets the password of a thing.',
  effect: 'write',
  permission: setPermission,
  bulk: true,
  secretFields: ['password'],
  input: z.strictObject({ thing, password: z.string().min(1).max(200) }),
});

export const removeContract = operationContract({
  name: 'things.remove',
  title: 'Remove a thing',
  summary: 'Takes a thing away.',
  effect: 'destroy',
  permission: removePermission,
  bulk: true,
  input: z.strictObject({ thing }),
});

export const revealContract = operationContract({
  name: 'things.reveal',
  title: 'Reveal a password',
  summary: 'Answers the password of a thing.',
  effect: 'read',
  permission: setPermission,
  input: z.strictObject({ thing }),
});

const undoSchema = z.object({ name: z.string(), value: z.number(), version: z.number() });

interface Thing {
  value: number;
  password: string;
  version: number;
}

type Hook = (name: string, context: RunContext<unknown>) => Promise<void> | void;

/** Things with values, in memory: what the operations of the tests act on, and everything that was done to them. */
export class World {
  readonly things = new Map<string, Thing>();
  /** `shop/a = 5`, in order. */
  readonly effects: string[] = [];
  /** Before a run changes something, and after. */
  before: Hook = () => {};
  after: Hook = () => {};
  onPlan: (name: string) => Promise<void> | void = () => {};

  constructor(names: readonly string[] = ['a']) {
    for (const name of names) this.things.set(name, { value: 1, password: 'old', version: 1 });
  }

  get(name: string): Thing {
    const found = this.things.get(name);
    if (found === undefined) throw new NotFoundError(`There is no thing ${name}`);
    return found;
  }

  set(name: string, change: Partial<Thing>, version?: number): Thing {
    const before = this.get(name);
    if (version !== undefined && before.version !== version)
      throw new ConflictError(`${name} has been changed by somebody else`);
    const after = { ...before, ...change, version: before.version + 1 };
    this.things.set(name, after);
    this.effects.push(`${name} = ${after.value}`);
    return after;
  }

  get definitions(): readonly AnyOperation[] {
    return [this.#setValue(), this.#setPassword(), this.#remove(), this.#reveal()];
  }

  #setValue(): AnyOperation {
    return defineOperation({
      contract: setContract,
      target: input => target(input.thing),
      needs: async input => needs(input.thing),
      plan: async input => {
        const { name } = input.thing;
        await this.onPlan(name);
        const { value, version } = this.get(name);
        return {
          summary: `Set ${name} from ${value} to ${input.value}`,
          refusal: input.value === 13 ? 'It cannot be 13' : undefined,
          diff: [
            diffObjects(target(input.thing), {
              before: asObject(name, { value }),
              after: asObject(name, { value: input.value }),
            }),
          ],
          state: { version, value },
        };
      },
      run: async (input, context) => {
        const { name } = input.thing;
        await this.before(name, context);
        const after = this.set(name, { value: input.value }, context.state.version);
        await this.after(name, context);
        const undo = { name, value: context.state.value, version: after.version };
        return { output: { version: after.version }, undo };
      },
      undo: async (undo, context) => {
        const { name, value, version } = undoSchema.parse(undo);
        await this.before(`undo ${name}`, {
          ...context,
          id: '',
          state: {},
          summary: '',
          report() {},
        });
        this.set(name, { value }, version);
        return {};
      },
    }) as unknown as AnyOperation;
  }

  #setPassword(): AnyOperation {
    return defineOperation({
      contract: passwordContract,
      target: input => target(input.thing),
      needs: async input => needs(input.thing),
      plan: async ({ thing: { name }, password }) => {
        const { version } = this.get(name);
        return {
          summary: `Set the password of ${name} to ${password}`,
          warnings: [`${Buffer.from(password).toString('base64')} is short`],
          diff: [
            diffObjects(
              { kind: 'Thing', name },
              {
                before: asObject(name, { password: 'old' }),
                after: asObject(name, { password }),
              },
            ),
          ],
          state: { version },
        };
      },
      run: async ({ thing: { name }, password }, context) => {
        context.report({ done: 0, total: 1, message: `Writing ${password}` });
        await this.before(name, context);
        if (password.includes('refuse')) throw new Error(`Invalid value: "${password}"`);
        this.set(name, { password }, context.state.version);
        return { warnings: [`It was ${password}`], output: { said: password }, undo: { name } };
      },
      undo: async () => ({}),
    }) as unknown as AnyOperation;
  }

  #remove(): AnyOperation {
    return defineOperation({
      contract: removeContract,
      target: input => target(input.thing),
      needs: async input => needs(input.thing, 'delete'),
      plan: async input => {
        const { name } = input.thing;
        const { value, version } = this.get(name);
        return {
          summary: `Remove ${name}`,
          diff: [diffObjects(target(input.thing), { before: asObject(name, { value }) })],
          state: { version },
        };
      },
      run: async (input, context) => {
        const { name } = input.thing;
        await this.before(name, context);
        this.things.delete(name);
        this.effects.push(`${name} removed`);
        return {};
      },
    }) as unknown as AnyOperation;
  }

  #reveal(): AnyOperation {
    return defineOperation({
      contract: revealContract,
      secretOutput: true,
      target: input => target(input.thing),
      needs: async input => needs(input.thing, 'get'),
      plan: async input => ({ summary: `Reveal ${input.thing.name}`, diff: [], state: {} }),
      run: async (input, context) => {
        await this.before(input.thing.name, context);
        return { output: { password: this.get(input.thing.name).password } };
      },
    }) as unknown as AnyOperation;
  }
}

export function target({ name, cluster }: z.output<typeof thing>): OperationTarget {
  return { cluster, apiVersion: 'v1', kind: 'Thing', namespace: 'shop', name };
}

function needs(input: z.output<typeof thing>, verb = 'patch'): Need[] {
  const resource = { group: 'example.com', plural: 'things' };
  const { cluster, name } = input;
  return [{ target: target(input), access: { cluster, verb, resource, namespace: 'shop', name } }];
}

function asObject(name: string, spec: Record<string, unknown>): KubeObject {
  const metadata = {
    name,
    namespace: 'shop',
    uid: 'u',
    resourceVersion: '1',
    creationTimestamp: '',
  };
  return { apiVersion: 'v1', kind: 'Thing', metadata, spec };
}
