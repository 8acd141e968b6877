import { z } from 'zod';
import { API_VERSION } from '../tekton/kinds';
import type { ResolvedTrigger, TriggerTrace } from './traceTrigger';

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

/** Why nothing is made; undefined where something is. */
export function whyNothing(
  { steps, problem, objects = [] }: TriggerTrace,
  { folder }: Pick<ResolvedTrigger, 'folder'>,
): string | undefined {
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

/** The runs of a trace that {@link whyNothing} has nothing against, with the labels by which Tekton tells whose they are. */
export function runsOf(
  { objects = [] }: TriggerTrace,
  origin: {
    readonly listener: string;
    readonly trigger: Pick<ResolvedTrigger, 'label' | 'folder'>;
    readonly eventId: string;
  },
): z.output<typeof runSchema>[] {
  const { listener, trigger, eventId } = origin;
  return objects.map(made => {
    const { metadata, ...run } = runSchema.parse(made);
    const labels = {
      ...metadata.labels,
      'triggers.tekton.dev/eventlistener': listener,
      'triggers.tekton.dev/trigger': trigger.label,
      'triggers.tekton.dev/triggers-eventid': eventId,
    };
    return { ...run, metadata: { ...metadata, namespace: trigger.folder, labels } };
  });
}
