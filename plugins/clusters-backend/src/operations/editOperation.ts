import { ConflictError, InputError, isError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { ObjectInput, OperationContract, Sentence } from '@kubemate/operations-common';
import { objectInputSchema } from '@kubemate/operations-common';
import { defineOperation, diffObjects } from '@kubemate/operations-node';
import type { OperationContext, OperationDefinition } from '@kubemate/operations-node';
import { sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { applyMergePatch, changedSince, mergePatchBetween } from './mergePatch';
import type { MergePatch } from './mergePatch';
import { nameObject, needOn, targetOf } from './namedObject';
import type { NamedObject } from './namedObject';

/** Others write the same object all the time (its controller its status); a write that met one of these is tried again. */
const MAX_ATTEMPTS = 5;

/** How an operation would change an object. */
export interface Edit {
  readonly summary: Sentence;
  /** The object as it should be. */
  readonly after: KubeObject;
  readonly warnings?: readonly Sentence[];
  readonly refusal?: Sentence;
}

interface EditOptions<I extends z.ZodObject> {
  readonly contract: OperationContract<I>;
  readonly objectOf: (input: z.output<I>) => ObjectInput;
  /** The kinds it is for; any where absent. */
  readonly kinds?: readonly string[];
  /** Where the write goes; rights are asked for there. */
  readonly subresource?: 'scale';
  edit(input: z.output<I>, before: KubeObject, context: OperationContext): Edit | Promise<Edit>;
  /** Whether putting back what was there is worth offering. */
  readonly undoable: boolean;
}

interface EditState {
  readonly named: NamedObject;
  readonly before: KubeObject;
  readonly patch: MergePatch;
}

const undoSchema = z.object({
  object: objectInputSchema,
  /** Puts back what was there. */
  inverse: z.record(z.string(), z.unknown()),
  /** What the operation wrote. */
  written: z.record(z.string(), z.unknown()),
});

/**
 * An operation that changes fields of one object. It is written as a merge patch locked to the version that was read: where somebody has changed one of
 * these fields in between, nothing is written. Undo puts the fields back, unless somebody has changed one of them since.
 */
export function editOperation<I extends z.ZodObject>(
  options: EditOptions<I>,
): OperationDefinition<I, EditState | undefined> {
  const { contract, objectOf, subresource } = options;
  return defineOperation<I, EditState | undefined>({
    contract,
    target: input => targetOf(objectOf(input)),
    async needs(input, context) {
      assertKind(objectOf(input), options.kinds);
      const named = await nameObject(objectOf(input), context);
      return [needOn(named, 'get'), needOn(named, 'patch', subresource)];
    },
    async plan(input, context) {
      const named = await nameObject(objectOf(input), context);
      const before = await context.kube.get(named.ref, context.viewer);
      const { summary, after, warnings = [], refusal } = await options.edit(input, before, context);
      if (refusal !== undefined) return { summary, refusal, diff: [], state: undefined };
      const patch = mergePatchBetween(before, after);
      if (Object.keys(patch).length === 0) {
        return {
          summary,
          diff: [],
          warnings: [sayObject('isSo')],
          state: undefined,
        };
      }
      const state = { named, before, patch };
      const dryRun = await writeUnchanged(state, { context, subresource, dryRun: true });
      // A subresource answers with an object of its own; what the patch makes of ours is what it will be.
      const planned = subresource === undefined ? (dryRun.object ?? after) : after;
      return {
        summary,
        warnings: [...warnings, ...dryRun.warnings],
        diff: [diffObjects(named.target, { before: dryRun.before, after: planned })],
        state,
      };
    },
    async run(input, { state, ...context }) {
      if (state === undefined) return {};
      const { warnings } = await writeUnchanged(state, { context, subresource });
      const written = state.patch;
      const inverse = inverseOf(state);
      return {
        warnings,
        undo: options.undoable ? { object: objectOf(input), inverse, written } : undefined,
      };
    },
    undo: options.undoable ? (data, context) => putBack(data, { context, subresource }) : undefined,
  });
}

interface WriteOptions {
  readonly context: OperationContext;
  readonly subresource?: 'scale';
  readonly dryRun?: boolean;
}

async function putBack(data: unknown, options: WriteOptions) {
  const { object, inverse, written } = undoSchema.parse(data);
  const named = await nameObject(object, options.context);
  const before = await options.context.kube.get(named.ref, options.context.viewer);
  const changed = changedSince(before, written);
  if (changed.length > 0) {
    throw new ConflictError(
      `Somebody has changed ${changed.slice(0, 5).join(', ')} of ${object.kind} ${object.name} since; it stays as it is`,
    );
  }
  const { warnings } = await writeUnchanged({ named, before, patch: inverse }, options);
  return { warnings };
}

async function write(
  { named, before, patch }: EditState,
  { context, subresource, dryRun }: WriteOptions,
) {
  const { kube, viewer, signal } = context;
  const { resourceVersion } = before.metadata;
  const value = applyMergePatch(patch, { metadata: { resourceVersion } });
  return kube.write(
    { ...named.ref, verb: 'patch', patch: { type: 'merge', value }, subresource, dryRun, signal },
    viewer,
  );
}

/** What puts back what a patch changes: also the values that it found there. */
function inverseOf({ before, patch }: EditState): MergePatch {
  return mergePatchBetween(applyMergePatch(before, patch), before);
}

/**
 * Writes to the object as it was read, or as it is now where none of the fields it writes has changed since.
 * @returns with it, `before`: the object that was written to, so that what its controller changed meanwhile is not taken for what the write changes
 */
async function writeUnchanged(state: EditState, options: WriteOptions) {
  let current = state;
  for (let attempt = 1; ; attempt++) {
    try {
      return { ...(await write(current, options)), before: current.before };
    } catch (error) {
      if (!isError(error) || error.name !== 'ConflictError' || attempt === MAX_ATTEMPTS)
        throw error;
      const { kube, viewer } = options.context;
      const now = await kube.get(state.named.ref, viewer);
      const between = changedSince(now, inverseOf(state));
      if (between.length > 0) {
        throw new ConflictError(
          `${now.kind} ${now.metadata.name} has changed since it was looked at (${between.slice(0, 5).join(', ')}); nothing was written`,
        );
      }
      current = { ...state, before: now };
    }
  }
}

function assertKind({ kind }: ObjectInput, kinds: readonly string[] | undefined): void {
  if (kinds === undefined || kinds.includes(kind)) return;
  throw new InputError(`Invalid field "kind": it is for ${kinds.join(', ')}, not for ${kind}`);
}
