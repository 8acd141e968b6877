import { randomUUID } from 'node:crypto';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CreateWrite } from '@kubemate/kube-node';
import { defineOperation, diffObjects } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import type { OperationInput } from '@kubemate/operations-common';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import {
  API_VERSION,
  EVENT_LISTENERS,
  PIPELINE_RUNS,
  TRIGGER_BINDINGS,
  TRIGGER_TEMPLATES,
} from '../tekton/kinds';
import { readListener, resolveTrigger, triggerName } from './resolveTrigger';
import { traceTrigger } from './traceTrigger';
import { canonicalHeader } from './triggerEvent';

type Asked = OperationInput<typeof pipelineOperations.replayTrigger>;

/** Objects of one template that are made. */
const MOST = 10;

const runSchema = z.looseObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('PipelineRun'),
  metadata: z.looseObject({
    name: z.string().optional(),
    generateName: z.string().optional(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

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
  const { spec } = await readListener(at, { kube, viewer });
  const triggers = (spec?.triggers ?? []).map((each, index) => ({ ...each, index }));
  const found = triggers.find(each => triggerName(each, each.index) === asked.trigger);
  if (found === undefined)
    throw new NotFoundError(`EventListener ${asked.listener} has no trigger ${asked.trigger}`);
  const trigger = await resolveTrigger(at, found, { kube, viewer });
  const eventId = randomUUID();
  const header = Object.fromEntries(
    Object.entries(asked.headers ?? {}).map(([key, text]) => [canonicalHeader(key), [text]]),
  );
  return { eventId, ...traceTrigger(trigger, { body, header, extensions: {}, eventId }) };
}

type Traced = Awaited<ReturnType<typeof trace>>;

/** Why nothing is made; undefined where something is. */
function whyNothing({ steps, problem, objects = [] }: Traced, folder: string): string | undefined {
  const stop = steps.find(({ outcome }) => outcome === 'stopped' || outcome === 'failed');
  if (stop !== undefined) return `${stop.interceptor}: ${stop.text}`;
  if (problem !== undefined) return problem;
  if (objects.length === 0) return 'The template makes nothing';
  if (objects.length > MOST) return `The template makes more than ${MOST} objects`;
  for (const made of objects) {
    const run = runSchema.safeParse(made).data;
    if (run === undefined) return `Only a PipelineRun of ${API_VERSION} is made from here`;
    const { namespace = folder } = run.metadata;
    if (namespace !== folder) return `The template makes it in ${namespace}, not in ${folder}`;
  }
  return undefined;
}

function writesOf(asked: Asked, traced: Traced, context: OperationContext): CreateWrite[] {
  const { viewer, signal } = context;
  const runs = (traced.objects ?? []).map(made => runSchema.parse(made));
  return runs.map(object => {
    const { labels, annotations } = object.metadata;
    const metadata = {
      ...{ ...object.metadata, namespace: asked.folder },
      labels: {
        ...labels,
        'triggers.tekton.dev/eventlistener': asked.listener,
        'triggers.tekton.dev/trigger': asked.trigger,
        'triggers.tekton.dev/triggers-eventid': traced.eventId,
      },
      annotations: { ...annotations, 'kubemate.io/started-by': viewer.userEntityRef },
    };
    return {
      ...{ cluster: asked.place, namespace: asked.folder, resource: PIPELINE_RUNS },
      ...{ verb: 'create', signal, object: { ...object, metadata } },
    };
  });
}

const OUTCOMES = { passed: 'lets it through', stopped: 'stops it', failed: 'fails', skipped: '' };

/** Makes of a payload what a trigger would, as the person who asks. */
export const replayTrigger = defineOperation({
  contract: pipelineOperations.replayTrigger,
  target: targetOf,
  async needs(asked) {
    const at = { cluster: asked.place, namespace: asked.folder };
    const target = targetOf(asked);
    const reads = [EVENT_LISTENERS, TRIGGER_BINDINGS, TRIGGER_TEMPLATES].map(resource => ({
      ...{ access: { ...at, resource, verb: 'get' }, target },
    }));
    return [...reads, { access: { ...at, resource: PIPELINE_RUNS, verb: 'create' }, target }];
  },
  async plan(asked, context) {
    const summary = `Replay an event with trigger ${asked.trigger} of ${asked.listener}`;
    const traced = await trace(asked, context);
    const told = traced.steps.map(({ interceptor, outcome, text }) =>
      [interceptor, OUTCOMES[outcome]].filter(Boolean).join(' ').concat(`: ${text}`),
    );
    const refusal = whyNothing(traced, asked.folder);
    const none: CreateWrite[] = [];
    if (refusal !== undefined)
      return { summary, diff: [], warnings: told, refusal, state: { writes: none } };
    const writes = writesOf(asked, traced, context);
    const tries = await Promise.all(
      writes.map(write => context.kube.write({ ...write, dryRun: true }, context.viewer)),
    );
    const target = { cluster: asked.place, namespace: asked.folder, apiVersion: API_VERSION };
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
    const run = { engine: 'tekton', place: asked.place, folder: asked.folder, name };
    return { warnings, output: { run } };
  },
});
