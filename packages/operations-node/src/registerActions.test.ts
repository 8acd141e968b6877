import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { z as actionZod } from 'zod/v3';
import { setPermission } from './__testUtils__/World';
import type { AnyOperation } from './OperationDefinition';
import type { OperationRunner } from './OperationRunner';
import { registerActions } from './registerActions';

type Registered = Parameters<ActionsRegistryService['register']>[0];

/** An operation whose own fields are called as two options of a call are: a tenant has a plan, a request a reason. */
const contract = operationContract({
  name: 'things.ask',
  title: 'Ask',
  summary: 'Asks for another plan.',
  effect: 'write',
  permission: setPermission,
  input: z.strictObject({ plan: z.enum(['small', 'large']), reason: z.string().optional() }),
});

function register() {
  const actions: Registered[] = [];
  const plan = jest.fn(async () => ({ allowed: true }));
  const run = jest.fn(async () => {
    throw new Error('it runs');
  });
  registerActions([{ contract } as unknown as AnyOperation], {
    actionsRegistry: {
      register: ((action: Registered) =>
        void actions.push(action)) as ActionsRegistryService['register'],
    },
    auth: mockServices.auth(),
    userInfo: mockServices.userInfo(),
    runner: { plan, run } as unknown as OperationRunner,
  });
  const [action] = actions;
  if (action === undefined) throw new Error('nothing was registered');
  const call = (input: object) =>
    action.action({
      ...{ input: input as never, logger: mockServices.logger.mock() },
      credentials: mockCredentials.user(),
      secrets: undefined,
    });
  return { action, call, plan, run };
}

describe('an operation whose fields are called as options of a call', () => {
  it('is offered with the options under other names, and says so', () => {
    const { action } = register();
    const input = action.schema.input(actionZod);
    expect(Object.keys(input.shape).sort()).toEqual([
      'basis',
      'confirm',
      'idempotencyKey',
      'operationPlan',
      'operationReason',
      'plan',
      'reason',
    ]);
    expect(input.safeParse({ plan: 'large', operationPlan: true }).success).toBe(true);
    expect(input.safeParse({ plan: true }).success).toBe(false);
    expect(action.description).toContain('With operationPlan: true it answers');
  });

  it('is planned and run with its own fields', async () => {
    const { call, plan, run } = register();
    const given = { plan: 'large', reason: 'we grow' };
    expect((await call({ ...given, operationPlan: true })).output).toEqual({ allowed: true });
    expect(plan).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ input: given }));
    expect(run).not.toHaveBeenCalled();
    await expect(call({ ...given, operationReason: 'as agreed' })).rejects.toThrow('it runs');
    expect(run).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ input: given, reason: 'as agreed' }),
    );
  });
});
