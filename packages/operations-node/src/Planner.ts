import type { LoggerService, PermissionsService } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Access, KubeService } from '@kubemate/kube-node';
import type {
  Guard,
  OperationAccess,
  OperationPlan,
  OperationTarget,
  Phrase,
  Sentence,
  Touch,
} from '@kubemate/operations-common';
import { nameOfOperation, phrasesIn, sayOperation, textOf } from '@kubemate/operations-common';
import type { z } from 'zod';
import { basisOf } from './diffObjects';
import { guardFor } from './guards';
import type { OperationsConfig, GuardRule } from './guards';
import type { AnyOperation, Need, OperationContext } from './OperationDefinition';
import { redactorFor } from './redactValues';

export const DEFAULT_UNDO_SECONDS = 600;
const MAX_REASONS = 3;
/** Reviews at once for one question. */
const PARALLEL = 8;

export interface PlannerOptions {
  readonly kube: KubeService;
  readonly permissions: PermissionsService;
  readonly logger: LoggerService;
  readonly config: OperationsConfig & { readonly guards: readonly GuardRule[] };
}

/** A plan, and what only the run may see of it. */
export interface PreparedPlan {
  readonly plan: OperationPlan;
  readonly state: unknown;
}

type Input = z.output<z.ZodObject>;

/** Says what an operation would do and whether its caller may, and changes nothing. */
export class Planner {
  readonly #options: PlannerOptions;

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  /** Whether the caller may: by the portal's permission, and by the rights on the cluster. */
  async access(
    operation: AnyOperation,
    input: Input,
    context: OperationContext,
  ): Promise<OperationAccess & { readonly touches: readonly Touch[] }> {
    const notOffered = await this.whyNotOffered(operation, context);
    if (notOffered !== undefined) return { ...denial(notOffered), touches: [] };
    const ruledOut = await operation.whyDenied?.(input, context);
    if (ruledOut !== undefined) return { ...denial(this.#withAsk(ruledOut)), touches: [] };
    const needs = await operation.needs(input, context);
    const touches = needs.map(toTouch);
    const denied = (
      await inBatches(needs, async ({ access }) => {
        const { allowed, reason } = await this.#options.kube.mayWhy(access, context.viewer);
        return allowed ? undefined : lacking(access, reason);
      })
    ).filter(reason => reason !== undefined);
    const reasons = [...new Map(denied.map(reason => [reason.text, reason])).values()];
    if (reasons.length === 0) return { allowed: true, touches };
    return { ...denial(this.#withAsk(inShort(reasons))), touches };
  }

  async plan(
    operation: AnyOperation,
    input: Input,
    context: OperationContext,
  ): Promise<PreparedPlan> {
    const { contract } = operation;
    const { touches, ...access } = await this.access(operation, input, context);
    const base = { touches: [...touches], warnings: [], diff: [], basis: '' };
    if (!access.allowed)
      return {
        plan: { ...base, ...access, denied: true, summary: contract.title },
        state: undefined,
      };
    const { state, ...planned } = await operation.plan(input, context);
    const redact = redactorFor(contract, [input]);
    const { summary, refusal, warnings = [], quota = [] } = planned;
    const guard = this.#guard(operation, operation.target(input));
    const said = phrasesIn([summary, refusal, ...warnings, guard?.why]);
    return {
      state,
      plan: {
        allowed: planned.refusal === undefined,
        touches: [...touches],
        ...redact({
          reason: refusal && textOf(refusal),
          summary: textOf(summary),
          diff: [...planned.diff],
          warnings: warnings.map(textOf),
          ...(said.length === 0 ? {} : { said }),
        }),
        basis: basisOf(planned.diff, planned.seen),
        guard: guard && { ...guard, why: guard.why.text },
        ...(quota.length === 0 ? {} : { quota: [...quota] }),
        undoSeconds: operation.undo && (operation.undoSeconds ?? DEFAULT_UNDO_SECONDS),
      },
    };
  }

  /** What stands before the operation on a target, beside rights. */
  guard(operation: AnyOperation, target: OperationTarget): Guard | undefined {
    const guard = this.#guard(operation, target);
    return guard && { ...guard, why: guard.why.text };
  }

  #guard({ contract }: AnyOperation, target: OperationTarget) {
    const cluster = this.#options.kube.clusters().find(({ name }) => name === target.cluster);
    return guardFor({ rules: this.#options.config.guards, contract, target, cluster });
  }

  /** Why the portal does not offer the operation to the caller; undefined where it does. */
  async whyNotOffered(
    { contract: { permission, name, title } }: AnyOperation,
    { credentials }: OperationContext,
  ): Promise<Phrase | undefined> {
    const [decision] = await this.#options.permissions.authorize([{ permission }], { credentials });
    if (decision?.result === AuthorizeResult.ALLOW) return undefined;
    const values = { title: nameOfOperation({ name, title }), permission: permission.name };
    return this.#withAsk(sayOperation('refusalRole', values));
  }

  #withAsk<S extends Sentence>(reason: S): S | Phrase {
    const { askWhom } = this.#options.config;
    return askWhom === undefined ? reason : sayOperation('refusalAsk', { reason, whom: askWhom });
  }
}

function denial(reason: Sentence): OperationAccess {
  const said = phrasesIn([reason]);
  return { allowed: false, reason: textOf(reason), ...(said.length === 0 ? {} : { said }) };
}

function lacking(
  { verb, resource, subresource, namespace, cluster }: Access,
  reason?: string,
): Phrase {
  const what = [resource.plural, subresource].filter(part => part !== undefined).join('/');
  const place =
    namespace === undefined ? cluster : sayOperation('refusalPlace', { namespace, cluster });
  const right = { verb, what, place };
  return reason === undefined || /cannot \w+ resource/.test(reason)
    ? sayOperation('refusalLack', right)
    : sayOperation('refusalLackWhy', { ...right, reason });
}

function inShort(reasons: readonly Phrase[]): Phrase {
  const more = reasons.length - MAX_REASONS;
  const rest =
    more > 0 ? [sayOperation(more === 1 ? 'refusalMoreOne' : 'refusalMore', { number: more })] : [];
  return [...reasons.slice(0, MAX_REASONS), ...rest].reduce((first, last) =>
    sayOperation('refusalAnd', { first, rest: last }),
  );
}

function toTouch({ access, target }: Need): Touch {
  const { verb, resource, subresource } = access;
  return {
    ...target,
    verb,
    resource: subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`,
  };
}

async function inBatches<I, O>(
  items: readonly I[],
  work: (item: I) => Promise<O>,
): Promise<readonly O[]> {
  const results: O[] = [];
  for (let start = 0; start < items.length; start += PARALLEL)
    results.push(...(await Promise.all(items.slice(start, start + PARALLEL).map(work))));
  return results;
}
