import type { AuthService, UserInfoService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError } from '@backstage/errors';
import { parseBody } from '@kubemate/http-node';
import { splitOperationName } from '@kubemate/operations-common';
import { randomUUID } from 'node:crypto';
import type { ZodTypeAny } from 'zod/v3';
import type { OperationCaller } from './OperationCaller';
import type { AnyOperation } from './OperationDefinition';
import { toReceipt } from './OperationRecord';
import type { OperationRunner } from './OperationRunner';
import { toActionSchema } from './toActionSchema';

/** What a call says besides the operation's input. */
const OPTIONS = ['plan', 'basis', 'confirm', 'reason', 'idempotencyKey'] as const;
type Option = (typeof OPTIONS)[number];

interface ActionServices {
  readonly actionsRegistry: ActionsRegistryService;
  readonly auth: AuthService;
  readonly userInfo: UserInfoService;
  readonly runner: OperationRunner;
}

/**
 * Offers operations as Backstage actions: steps of software templates and tools of MCP clients, with the same permission, plan, guard and record
 * as in the browser. Those whose answer is a secret are not offered.
 */
export function registerActions(
  definitions: readonly AnyOperation[],
  services: ActionServices,
): void {
  for (const operation of definitions) {
    const { contract } = operation;
    if (operation.secretOutput) continue;
    const nameOf = (option: Option) => optionName(option, Object.keys(contract.input.shape));
    services.actionsRegistry.register({
      name: splitOperationName(contract.name).operation,
      title: contract.title,
      description: `${contract.summary} With ${nameOf('plan')}: true it answers what it would do, and changes nothing.`,
      visibilityPermission: contract.permission,
      attributes: {
        readOnly: contract.effect === 'read',
        destructive: contract.effect === 'destroy',
        idempotent: false,
      },
      schema: {
        input: zod => {
          const options: Record<Option, ZodTypeAny> = {
            plan: zod.boolean().optional().describe('Only say what would be done'),
            basis: zod.string().optional().describe('The basis of the plan that was agreed to'),
            confirm: zod.string().optional().describe('The text that a guarded operation asks for'),
            reason: zod.string().max(500).optional().describe('Why, for the record'),
            idempotencyKey: zod
              .string()
              .regex(/^[\w.:-]{8,128}$/)
              .optional()
              .describe('The same key sent again answers the first receipt and does nothing'),
          };
          const named = OPTIONS.map(option => [nameOf(option), options[option]]);
          return toActionSchema(contract.input, zod, Object.fromEntries(named));
        },
        output: zod => zod.object({}).passthrough(),
      },
      action: async ({ input, credentials }) => {
        const caller = await callerOf(credentials, services);
        const { plan, basis, confirm, reason, idempotencyKey, given } = splitOptions(input, nameOf);
        const parsed = parseBody(contract.input, given);
        if (plan === true)
          return {
            output: { ...(await services.runner.plan(operation, { input: parsed, caller })) },
          };
        const { record, output } = await services.runner.run(operation, {
          input: parsed,
          caller,
          basis: text(basis),
          confirm: text(confirm),
          reason: text(reason),
          idempotencyKey: text(idempotencyKey),
        });
        return { output: { ...toReceipt(record), ...(output === undefined ? {} : { output }) } };
      },
    });
  }
}

/** How an option of the call is named beside the fields of the input: `operationPlan` where the input has a `plan` of its own, as a tenant has. */
function optionName(option: Option, fields: readonly string[]): string {
  return fields.includes(option)
    ? `operation${option.charAt(0).toUpperCase()}${option.slice(1)}`
    : option;
}

function splitOptions(
  input: Readonly<Record<string, unknown>>,
  nameOf: (option: Option) => string,
): Partial<Record<Option, unknown>> & { readonly given: Record<string, unknown> } {
  const names = new Set(OPTIONS.map(nameOf));
  return {
    ...Object.fromEntries(OPTIONS.map(option => [option, input[nameOf(option)]])),
    given: Object.fromEntries(Object.entries(input).filter(([name]) => !names.has(name))),
  };
}

async function callerOf(
  credentials: Parameters<AuthService['isPrincipal']>[0],
  { auth, userInfo }: ActionServices,
): Promise<OperationCaller> {
  if (!auth.isPrincipal(credentials, 'user'))
    throw new NotAllowedError('Only a person can do this, or a plugin on behalf of one');
  const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
  return {
    viewer: { userEntityRef, ownershipEntityRefs },
    credentials,
    source: { via: 'action', correlationId: randomUUID() },
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
