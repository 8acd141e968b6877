import type { ClusterObject, LogLine } from '@kubemate/plugin-clusters-common';
import { Fields } from '../object/Fields';

/** Containers whose logs an object has: those of a pod, or of a workload's pod template. */
export function containersOf(object: ClusterObject | undefined): readonly string[] {
  const fields = new Fields(object);
  const spec = podSpecOf(fields, object?.kind);
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap(list =>
    spec.at(list).items.flatMap(container => container.at('name').text ?? []),
  );
}

function podSpecOf(fields: Fields, kind: string | undefined): Fields {
  if (kind === 'Pod') return fields.at('spec');
  const owner = kind === 'CronJob' ? fields.at('spec', 'jobTemplate') : fields;
  return owner.at('spec', 'template', 'spec');
}

/** What a line came from, as the log view colours it. */
export function sourceOf({ pod, container }: Pick<LogLine, 'pod' | 'container'>): string {
  return `${pod}/${container}`;
}
