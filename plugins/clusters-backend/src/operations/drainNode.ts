import { InputError, NotFoundError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import { TooManyRequestsError } from '@kubemate/kube-node';
import type { OperationResult, Phrase, Sentence } from '@kubemate/operations-common';
import { objectInputSchema, phrasesIn, textOf } from '@kubemate/operations-common';
import { defineOperation, diffObjects } from '@kubemate/operations-node';
import type { OperationContext, Progress } from '@kubemate/operations-node';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { PODS } from '../commonKinds';
import { podsInTheWay } from './drainablePods';
import { nameObject, nameOf, needOn, targetOf } from './namedObject';
import { evict } from './podOperations';
import { sleep } from './sleep';

const { drainNode: contract } = clustersOperations;

const MAX_PODS = 2_000;
/** Evictions at once. */
const PARALLEL = 5;
const POLL_MS = 2_000;
/** Where a budget does not say when to come again; as kubectl does. */
const BUDGET_RETRY_MS = 5_000;
const NAMES_TOLD = 8;

type Input = z.output<typeof contract.input>;
type Context = Pick<OperationContext, 'kube' | 'viewer' | 'signal' | 'clock'>;

/** As `kubectl drain`: cordon, then evict what can be evicted, within disruption budgets. */
export const drainNode = defineOperation({
  contract,
  target: ({ node }) => targetOf(node),
  async needs({ node }, context) {
    if (node.kind !== 'Node') throw new InputError('Invalid field "node.kind": it is for Node');
    const named = await nameObject(node, context);
    const { cluster } = node;
    const pods = { cluster, resource: PODS };
    return [
      needOn(named, 'get'),
      needOn(named, 'patch'),
      { access: { ...pods, verb: 'list' }, target: named.target },
      { access: { ...pods, verb: 'create', subresource: 'eviction' }, target: named.target },
    ];
  },
  async plan(input, context) {
    const { node } = input;
    const named = await nameObject(node, context);
    const before = await context.kube.get(named.ref, context.viewer);
    const pods = await podsOf(input, context);
    const { evictable, left, inTheWay } = podsInTheWay(pods, input);
    const after = withUnschedulable(before);
    const blocked = await blockedByBudgets(evictable, { input, context });
    return {
      summary: sayObject(evictable.length === 1 ? 'drainOne' : 'drain', {
        ...{ object: nameOf(node), number: evictable.length },
      }),
      diff: [diffObjects(named.target, { before, after })],
      refusal: inTheWay.length > 0 ? told(inTheWay) : undefined,
      warnings: [
        ...(evictable.length > 0
          ? [sayObject('evicts', { pods: listed(evictable.map(nameOfPod)) })]
          : []),
        ...(left.length > 0 ? [sayObject('staysThere', { pods: told(left) })] : []),
        ...blocked,
      ],
      state: { named, evictable, wasCordoned: isCordoned(before) },
    };
  },
  async run(input, { state, report, ...context }) {
    const { named, evictable, wasCordoned } = state;
    await context.kube.write(
      {
        ...named.ref,
        verb: 'patch',
        patch: { type: 'merge', value: { spec: { unschedulable: true } } },
        signal: context.signal,
      },
      context.viewer,
    );
    const { results, said } = await evictAll(evictable, { input, context, report });
    return {
      results: [
        { target: named.target, status: 'succeeded', message: sayObject('cordoned').text },
        ...results,
      ],
      said: [sayObject('cordoned'), ...said],
      undo: wasCordoned ? undefined : { node: input.node },
    };
  },
  /** Lets pods on the node again; those that went do not come back by themselves. */
  async undo(data, context) {
    const { node } = z.object({ node: objectInputSchema }).parse(data);
    const named = await nameObject(node, context);
    const { warnings } = await context.kube.write(
      {
        ...named.ref,
        verb: 'patch',
        patch: { type: 'merge', value: { spec: { unschedulable: null } } },
        signal: context.signal,
      },
      context.viewer,
    );
    return { warnings };
  },
});

async function podsOf({ node }: Input, { kube, viewer }: Context): Promise<readonly KubeObject[]> {
  const { group, version, plural } = PODS;
  const pods = await kube.list(
    {
      cluster: node.cluster,
      resource: { group, version, plural },
      fieldSelector: `spec.nodeName=${node.name}`,
      limit: MAX_PODS,
    },
    viewer,
  );
  return pods;
}

/** What the budgets would answer now, asked by dry run. */
async function blockedByBudgets(
  pods: readonly KubeObject[],
  { input, context }: { input: Input; context: Context },
): Promise<Phrase[]> {
  const blocked = new Map<string, string[]>();
  await inParallel(pods, async pod => {
    try {
      await evict(refOf(pod, input), { ...context, dryRun: true });
    } catch (error) {
      if (!(error instanceof TooManyRequestsError)) return;
      const why = error.budgets[0] ?? error.message;
      blocked.set(why, [...(blocked.get(why) ?? []), nameOfPod(pod)]);
    }
  });
  return [...blocked].map(([why, names]) =>
    sayObject('waitsForBudget', { pods: listed(names), why: budgetSentence(why) }),
  );
}

async function evictAll(
  pods: readonly KubeObject[],
  {
    input,
    context,
    report,
  }: {
    input: Input;
    context: Context;
    report: (progress: Progress) => void;
  },
): Promise<{ results: OperationResult[]; said: Phrase[] }> {
  const deadline = context.clock.now() + input.timeoutSeconds * 1000;
  const results: OperationResult[] = pods.map(pod => ({
    target: targetOfPod(pod, input),
    status: 'pending',
  }));
  const said = new Map<string, Phrase>();
  const tell = (message: Phrase) => {
    const done = results.filter(({ status }) => status !== 'pending').length;
    const progress = { done, total: pods.length, results: [...results] };
    report({ ...progress, message: message.text, said: [...said.values(), message] });
  };
  await inParallel(pods, async (pod, index) => {
    const target = targetOfPod(pod, input);
    const why = await evictUntil(deadline, { pod, input, context, tell });
    const message = why ?? sayObject('evicted');
    results[index] = {
      ...{ target, message: textOf(message) },
      status: why === undefined ? 'succeeded' : 'failed',
    };
    for (const phrase of phrasesIn([message])) said.set(phrase.text, phrase);
    const name = nameOfPod(pod);
    tell(
      why === undefined
        ? sayObject('podGone', { pod: name })
        : sayObject('podsWhy', { pods: name, why }),
    );
  });
  return { results, said: [...said.values()] };
}

/** Evicts a pod and waits until it has gone. Answers why it has not, where the time is over before. */
async function evictUntil(
  deadline: number,
  options: { pod: KubeObject; input: Input; context: Context; tell: (message: Phrase) => void },
): Promise<Sentence | undefined> {
  const { pod, input, context, tell } = options;
  const { kube, viewer, clock, signal } = context;
  const ref = refOf(pod, input);
  const { gracePeriodSeconds } = input;
  let waiting: Sentence = sayObject('stillEnding');
  let isEvicted = false;
  while (clock.now() < deadline) {
    signal.throwIfAborted();
    let delayMs = POLL_MS;
    try {
      if (!isEvicted) await evict(ref, { ...context, gracePeriodSeconds });
      isEvicted = true;
      waiting = sayObject('stillEnding');
      const now = await kube.get(ref.ref, viewer);
      if (now.metadata.uid !== pod.metadata.uid) return undefined;
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      if (!(error instanceof TooManyRequestsError)) {
        signal.throwIfAborted();
        return error instanceof Error ? error.message : sayObject('couldNotEvict');
      }
      waiting = budgetSentence(error.budgets[0] ?? error.message);
      delayMs = error.retryAfterSeconds ? error.retryAfterSeconds * 1000 : BUDGET_RETRY_MS;
      tell(sayObject('podWaits', { pod: nameOfPod(pod), why: waiting }));
    }
    await sleep(Math.min(delayMs, Math.max(0, deadline - clock.now())), { clock, signal });
  }
  return sayObject('notEvicted', { seconds: input.timeoutSeconds, why: waiting });
}

async function inParallel<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, worker));
}

function refOf({ metadata }: KubeObject, { node }: Input) {
  const { group, version, plural } = PODS;
  const { name, namespace } = metadata;
  return { ref: { cluster: node.cluster, resource: { group, version, plural }, namespace, name } };
}

function targetOfPod({ metadata }: KubeObject, { node }: Input) {
  const { name, namespace } = metadata;
  return { cluster: node.cluster, apiVersion: 'v1', kind: 'Pod', namespace, name };
}

const nodeSpec = z.looseObject({ unschedulable: z.boolean().optional() }).catch({});

function isCordoned(node: KubeObject): boolean {
  return nodeSpec.parse(node.spec).unschedulable === true;
}

function withUnschedulable(node: KubeObject): KubeObject {
  return { ...node, spec: { ...nodeSpec.parse(node.spec), unschedulable: true } };
}

function nameOfPod({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function listed(all: readonly string[]): Sentence {
  const number = all.length - NAMES_TOLD;
  const names = all.slice(0, NAMES_TOLD).join(', ');
  return number > 0 ? sayObject('namesAndMore', { names, number }) : names;
}

function told(pods: readonly { pod: KubeObject; why: Phrase }[]): Sentence {
  const byReason = new Map<string, { why: Phrase; names: string[] }>();
  for (const { pod, why } of pods) {
    const { names } = byReason.get(why.text) ?? { names: [] };
    byReason.set(why.text, { why, names: [...names, nameOfPod(pod)] });
  }
  return [...byReason.values()]
    .map(({ why, names }) => sayObject('podsWhy', { pods: listed(names), why }))
    .reduce((first, rest) => sayObject('andThese', { first, rest }));
}

/** What an API server says of a budget; in its own words where it says something else. */
function budgetSentence(text: string): Sentence {
  const [, name, needed, healthy] =
    /^The disruption budget (\S+) needs (\d+) healthy pods and has (\d+) currently$/.exec(text) ??
    [];
  if (name === undefined || needed === undefined || healthy === undefined) return text;
  return sayObject('budgetNeeds', { name, needed, healthy });
}
