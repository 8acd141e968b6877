import type { KubeObject } from '@kubemate/kube-common';
import type { ObjectDiff, OperationTarget, Phrase } from '@kubemate/operations-common';
import { diffObjects } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { say } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import type { JenkinsEngine } from './JenkinsEngine';
import type { CachedJob } from './JobCache';

/** How records and plans call a build; Jenkins has no API versions. */
export function buildTarget({ place, folder, name }: Omit<RunRef, 'engine'>): OperationTarget {
  return { cluster: place, apiVersion: 'jenkins', kind: 'Build', namespace: folder, name };
}

export function jobTarget(at: {
  place: string;
  folder: string;
  pipeline: string;
}): OperationTarget {
  const { place: cluster, folder: namespace, pipeline: name } = at;
  return { cluster, apiVersion: 'jenkins', kind: 'Job', namespace, name };
}

/** What a new build is made of, as a plan shows it. */
export function newBuildDiff(
  target: OperationTarget,
  given: {
    readonly parameters: Readonly<Record<string, string>>;
    readonly secrets: readonly string[];
  },
): ObjectDiff {
  const hidden = Object.fromEntries(given.secrets.map(name => [name, '••••••']));
  const after: KubeObject = {
    ...{ apiVersion: 'jenkins', kind: 'Build' },
    metadata: {
      ...{ name: target.name, namespace: target.namespace, uid: '', resourceVersion: '' },
      creationTimestamp: '',
    },
    spec: { job: target.name, parameters: { ...given.parameters, ...hidden } },
  };
  return diffObjects({ ...target, kind: 'Build' }, { after });
}

/** Why the caller may not act on a job; undefined where they may. */
export function whyNotAct(
  engine: JenkinsEngine,
  { job, place }: { job: CachedJob; place: string },
  { viewer }: Pick<OperationContext, 'viewer'>,
): Phrase | undefined {
  const { fullName } = job.item;
  if (engine.instance(place).access.mayAct(viewer, fullName)) return undefined;
  return say('notJobOwner', { job: fullName, place });
}

/** {@link whyNotAct} for the job of a run. */
export async function whyNotActOnRun(
  engine: JenkinsEngine,
  run: RunRef,
  context: Pick<OperationContext, 'viewer'>,
): Promise<Phrase | undefined> {
  const { job } = await engine.instance(run.place).locate(run, context.viewer);
  return whyNotAct(engine, { job, place: run.place }, context);
}
