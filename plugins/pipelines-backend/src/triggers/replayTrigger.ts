import { randomUUID } from 'node:crypto';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CreateWrite } from '@kubemate/kube-node';
import { defineOperation, diffObjects } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import type { OperationInput } from '@kubemate/operations-common';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import {
  API_VERSION,
  EVENT_LISTENERS,
  PIPELINE_RUNS,
  TRIGGER_BINDINGS,
  TRIGGER_TEMPLATES,
} from '../tekton/kinds';
import { listTriggers } from './listTriggers';
import { readingAs, readListener, resolveTrigger } from './resolveTrigger';
import { runsOf, whyNothing } from './makeRuns';
import { traceTrigger } from './traceTrigger';
import { canonicalHeader } from './triggerEvent';

type Asked = OperationInput<typeof pipelineOperations.replayTrigger>;

const targetOf = ({ place, folder, listener }: Asked) => ({
  ...{ cluster: place, namespace: folder, name: listener },
  ...{ apiVersion: 'triggers.tekton.dev/v1beta1', kind: 'EventListener' },
});

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new InputError('Invalid field "body": it is no JSON', error);
  }
}

/** What the trigger makes of the payload. */
async function trace(asked: Asked, { kube, viewer }: Pick<OperationContext, 'kube' | 'viewer'>) {
  const body = parseBody(asked.body);
  const at = { place: asked.place, folder: asked.folder, name: asked.listener };
  const reading = readingAs(viewer, kube);
  const { spec } = await readListener(at, reading);
  const { triggers, groups } = await listTriggers(at, spec ?? {}, reading);
  const among =
    asked.group === undefined
      ? triggers
      : groups.find(({ name }) => name === asked.group)?.triggers;
  const found = among?.find(({ name }) => name === asked.trigger);
  if (found === undefined) {
    const group = asked.group === undefined ? '' : ` in a group ${asked.group}`;
    throw new NotFoundError(
      `EventListener ${asked.listener} has no trigger ${asked.trigger}${group}`,
    );
  }
  const trigger = await resolveTrigger(asked.place, found, reading);
  const eventId = randomUUID();
  const header = Object.fromEntries(
    Object.entries(asked.headers ?? {}).map(([key, text]) => [canonicalHeader(key), [text]]),
  );
  return { eventId, trigger, ...traceTrigger(trigger, { body, header, extensions: {}, eventId }) };
}

type Traced = Awaited<ReturnType<typeof trace>>;

function writesOf(asked: Asked, traced: Traced, context: OperationContext): CreateWrite[] {
  const { viewer, signal } = context;
  const { eventId, trigger } = traced;
  return runsOf(traced, { listener: asked.listener, trigger, eventId }).map(run => {
    const annotations = {
      ...run.metadata.annotations,
      'kubemate.io/started-by': viewer.userEntityRef,
    };
    return {
      ...{ cluster: asked.place, namespace: trigger.folder, resource: PIPELINE_RUNS },
      ...{ verb: 'create', signal },
      object: { ...run, metadata: { ...run.metadata, annotations } },
    };
  });
}

/** The namespace that a trigger's name begins with, else the listener's. */
function folderOf({ trigger, folder }: Asked): string {
  const slash = trigger.indexOf('/');
  return slash < 0 ? folder : trigger.slice(0, slash);
}

const OUTCOMES = {
  passed: 'stepPasses',
  stopped: 'stepStops',
  failed: 'stepFails',
  skipped: 'stepSays',
} as const;

/** Makes of a payload what a trigger would, as the person who asks. */
export const replayTrigger = defineOperation({
  contract: pipelineOperations.replayTrigger,
  target: targetOf,
  async needs(asked) {
    const at = { cluster: asked.place, namespace: asked.folder };
    const target = targetOf(asked);
    const there = { cluster: asked.place, namespace: folderOf(asked), verb: 'get' };
    const reads = [TRIGGER_BINDINGS, TRIGGER_TEMPLATES].map(resource => ({
      ...{ access: { ...there, resource }, target },
    }));
    return [
      { access: { ...at, resource: EVENT_LISTENERS, verb: 'get' }, target },
      ...reads,
      { access: { ...there, resource: PIPELINE_RUNS, verb: 'create' }, target },
    ];
  },
  async plan(asked, context) {
    const summary = say('replay', { trigger: asked.trigger, listener: asked.listener });
    const traced = await trace(asked, context);
    const told = traced.steps.map(({ interceptor, outcome, text }) =>
      say(OUTCOMES[outcome], { interceptor, text }),
    );
    const refusal = whyNothing(traced, traced.trigger);
    const none: CreateWrite[] = [];
    if (refusal !== undefined)
      return { summary, diff: [], warnings: told, refusal, state: { writes: none } };
    const writes = writesOf(asked, traced, context);
    const tries = await Promise.all(
      writes.map(write => context.kube.write({ ...write, dryRun: true }, context.viewer)),
    );
    const { folder } = traced.trigger;
    const target = { cluster: asked.place, namespace: folder, apiVersion: API_VERSION };
    return {
      summary,
      diff: tries.map(({ object: after }) =>
        // Each trial gets another name.
        diffObjects(
          { ...target, kind: 'PipelineRun', name: after?.metadata.generateName ?? 'run' },
          { after },
        ),
      ),
      warnings: [...told, ...tries.flatMap(({ warnings }) => warnings)],
      state: { writes },
    };
  },
  async run(asked, { state: { writes }, kube, viewer }) {
    const warnings: string[] = [];
    let name: string | undefined;
    for (const write of writes) {
      const made = await kube.write(write, viewer);
      warnings.push(...made.warnings);
      name ??= made.object?.metadata.name;
    }
    const run = { engine: 'tekton', place: asked.place, folder: folderOf(asked), name };
    return { warnings, output: { run } };
  },
});
