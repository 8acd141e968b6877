import type { KubeObject } from '@kubemate/kube-common';
import { z } from 'zod';

const containers = z
  .array(z.object({ name: z.string(), restartPolicy: z.string().nullish() }))
  .nullish();
const statuses = z
  .array(
    z.object({
      name: z.string(),
      state: z.object({ terminated: z.object({ exitCode: z.number() }).nullish() }).nullish(),
    }),
  )
  .nullish();

/** A Pod as far as its logs go. */
const podSchema = z.object({
  spec: z.object({
    restartPolicy: z.string().nullish(),
    initContainers: containers,
    containers,
    ephemeralContainers: containers,
  }),
  status: z
    .object({
      phase: z.string().nullish(),
      initContainerStatuses: statuses,
      containerStatuses: statuses,
      ephemeralContainerStatuses: statuses,
    })
    .nullish(),
});

/** Names of a pod's containers in the order in which they start. */
export function podContainers(pod: KubeObject): readonly string[] {
  const parsed = podSchema.safeParse(pod);
  if (!parsed.success) return [];
  const { initContainers, containers: main, ephemeralContainers } = parsed.data.spec;
  return [initContainers, main, ephemeralContainers].flatMap(group =>
    (group ?? []).map(({ name }) => name),
  );
}

/** Whether a container may write more, by its state and the restart policy that holds for it. */
export function containerRun(pod: KubeObject, name: string): 'ended' | 'open' {
  const parsed = podSchema.safeParse(pod);
  if (!parsed.success) return 'open';
  const { spec, status } = parsed.data;
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return 'ended';
  const all = [
    status?.initContainerStatuses,
    status?.containerStatuses,
    status?.ephemeralContainerStatuses,
  ].flatMap(group => group ?? []);
  const terminated = all.find(each => each.name === name)?.state?.terminated;
  if (!terminated) return 'open';
  if (spec.ephemeralContainers?.some(each => each.name === name)) return 'ended';
  const init = spec.initContainers?.find(each => each.name === name);
  if (init && init.restartPolicy !== 'Always')
    return terminated.exitCode === 0 || spec.restartPolicy === 'Never' ? 'ended' : 'open';
  const policy = init?.restartPolicy ?? spec.restartPolicy ?? 'Always';
  if (policy === 'Never') return 'ended';
  return policy === 'OnFailure' && terminated.exitCode === 0 ? 'ended' : 'open';
}
