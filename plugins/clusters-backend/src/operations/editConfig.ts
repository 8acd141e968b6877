import { InputError, NotFoundError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import { defineOperation, diffObjects } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import type { MergePatch } from './mergePatch';
import { nameObject, nameOf, needOn, targetOf } from './namedObject';
import type { NamedObject } from './namedObject';

const { editConfig: contract, revealSecret: revealContract } = clustersOperations;
type Input = z.output<typeof contract.input>;

const valuesSchema = z.record(z.string(), z.string()).catch({});

/**
 * Sets and removes keys. Values of Secrets do not leave the API server for it: plan and record show their sizes, and therefore it has no undo.
 */
export const editConfig = defineOperation({
  contract,
  target: ({ object }) => targetOf(object),
  async needs({ object }, context) {
    if (object.kind !== 'ConfigMap' && object.kind !== 'Secret')
      throw new InputError('Invalid field "object.kind": it is for ConfigMap and Secret');
    const named = await nameObject(object, context);
    return [needOn(named, 'get'), needOn(named, 'patch')];
  },
  async plan(input, context) {
    const named = await nameObject(input.object, context);
    const before = await context.kube.get(named.ref, context.viewer);
    const keys = [...Object.keys(input.set), ...Object.keys(input.setBinary), ...input.remove];
    const object = nameOf(input.object);
    const summary =
      keys.length === 0
        ? sayObject('editNothing', { object })
        : sayObject('editKeys', { keys: keys.slice(0, 5).join(', '), object });
    if (before.immutable === true)
      return {
        summary,
        diff: [],
        refusal: sayObject('isImmutable'),
        state: undefined,
      };
    const state = { named, before, patch: patchOf(input, before) };
    const { object: after, warnings } = await write(state, context, true);
    return {
      summary,
      diff: [diffObjects(named.target, { before, after: after ?? before })],
      warnings: [...warnings, sayObject('seenAfterRestart')],
      state,
    };
  },
  async run(_input, { state, ...context }) {
    if (state === undefined) return {};
    const { warnings } = await write(state, context, false);
    return { warnings };
  },
});

function patchOf(input: Input, before: KubeObject): MergePatch {
  const isSecret = input.object.kind === 'Secret';
  const entries = Object.entries(input.set);
  const text = isSecret
    ? entries.map(([key, value]) => [key, Buffer.from(value, 'utf8').toString('base64')])
    : entries;
  const removed = input.remove.map(key => [key, null]);
  const binary = Object.entries(input.setBinary);
  if (isSecret) return { data: Object.fromEntries([...removed, ...text, ...binary]) };
  const known = valuesSchema.parse(before.binaryData);
  const inBinary = removed.filter(([key]) => String(key) in known);
  const inText = removed.filter(([key]) => !(String(key) in known));
  return {
    data: Object.fromEntries([...inText, ...text]),
    binaryData: Object.fromEntries([...inBinary, ...binary]),
  };
}

interface EditState {
  readonly named: NamedObject;
  readonly before: KubeObject;
  readonly patch: MergePatch;
}

function write({ named, before, patch }: EditState, context: OperationContext, dryRun: boolean) {
  const { resourceVersion } = before.metadata;
  return context.kube.write(
    {
      ...named.ref,
      verb: 'patch',
      patch: { type: 'merge', value: { ...patch, metadata: { resourceVersion } } },
      dryRun,
      signal: context.signal,
    },
    context.viewer,
  );
}

/** A read that is recorded: the values are in the answer, and nowhere else. */
export const revealSecret = defineOperation({
  contract: revealContract,
  secretOutput: true,
  target: ({ secret }) => targetOf(secret),
  async needs({ secret }, context) {
    if (secret.kind !== 'Secret')
      throw new InputError('Invalid field "secret.kind": it is for Secret');
    return [needOn(await nameObject(secret, context), 'get')];
  },
  async plan({ secret, keys }, context) {
    const named = await nameObject(secret, context);
    await context.kube.get(named.ref, context.viewer);
    const object = nameOf(secret);
    const summary =
      keys === undefined
        ? sayObject('revealAll', { object })
        : sayObject('reveal', { keys: keys.join(', '), object });
    return { summary, diff: [], state: named };
  },
  async run({ keys }, { state, kube, viewer }) {
    const secret = await kube.revealSecret(state.ref, viewer);
    const data = valuesSchema.parse(secret.data);
    const missing = keys?.find(key => !(key in data));
    if (missing !== undefined) throw new NotFoundError(`The Secret has no key ${missing}`);
    const wanted = keys ?? Object.keys(data);
    return { output: { values: Object.fromEntries(wanted.map(key => [key, data[key]])) } };
  },
});
