import type { Cluster } from '../simulation/Cluster';
import type { Running } from '../simulation/controllers/Controller';
import { keyOf } from '../simulation/Cluster';
import { PIPELINE_RUNS, type PipelineRun } from '../simulation/objects/tekton';
import { hash32, nameSuffix } from '../simulation/Random';
import { readBuildPlans, type BuildPlan } from './scenarioFiles';

const KEEP = 'pipelinesascode.tekton.dev/max-keep-runs';
const KEPT_RUNS = '8';
const FIRST_SECONDS = 90;
const PAUSE_SECONDS = { from: 240, to: 540 };

function hash(plan: BuildPlan): string {
  let text = plan.commit;
  for (let part = 0; text.length < 40; part++)
    text += hash32(plan.commit, part).toString(16).padStart(8, '0');
  return text.slice(0, 40);
}

function paramsOf(plan: BuildPlan, revision: string) {
  const { component, namespace, pipeline, commit } = plan;
  const usual =
    pipeline === 'build-and-deploy'
      ? {
          component,
          repository: `https://git.example.com/${namespace}/${component}`,
          revision,
          image: `registry.example.com/${namespace}/${component}`,
          tag: commit,
          deploy: String(plan.pullRequest === undefined),
        }
      : {};
  return Object.entries({ ...usual, ...plan.params }).map(([name, value]) => ({ name, value }));
}

/** Starts a pipeline run as a push or a pull request does, with the labels and annotations of Pipelines-as-Code. */
export function startBuild(cluster: Cluster, plan: BuildPlan): void {
  const { namespace, component, pipeline, branch, author, pullRequest } = plan;
  const sha = hash(plan);
  const url = `https://git.example.com/${namespace}/${component}`;
  const event = pullRequest === undefined ? 'push' : 'pull_request';
  const suffix = nameSuffix(hash32(`${sha}/${cluster.clock.now()}`), 5);
  const pac = (values: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [`pipelinesascode.tekton.dev/${key}`, value]),
    );
  const prefix = pipeline === 'build-and-deploy' ? component : `${component}-${pipeline}`;
  cluster.create(PIPELINE_RUNS, {
    metadata: {
      name: plan.name ?? `${prefix}-${event === 'push' ? 'push' : 'pr'}-${suffix}`,
      namespace,
      labels: {
        'app.kubernetes.io/name': component,
        'backstage.io/kubernetes-id': component,
        'app.kubernetes.io/managed-by': 'pipelinesascode.tekton.dev',
        ...pac({
          'event-type': event,
          'original-prname': `${component}-${event}`,
          repository: component,
          sha,
          'url-org': namespace,
          'url-repository': component,
        }),
      },
      annotations: {
        ...pac({
          branch,
          'event-type': event,
          'repo-url': url,
          sender: author,
          sha,
          'sha-title': plan.title,
          'sha-url': `${url}/commit/${sha}`,
          'source-branch': branch,
          ...(pullRequest === undefined ? {} : { 'pull-request': String(pullRequest) }),
        }),
        [KEEP]: KEPT_RUNS,
      },
    },
    spec: {
      pipelineRef: { name: pipeline },
      params: paramsOf(plan, sha),
      taskRunTemplate: { serviceAccountName: 'default' },
      timeouts: { pipeline: plan.timeout },
    },
  });
}

/** Removes the oldest finished runs of a component, as Pipelines-as-Code does where a run says how many to keep. */
function removeOld(cluster: Cluster, { namespace, component }: BuildPlan): void {
  const labels = { 'app.kubernetes.io/name': component };
  const runs = [...cluster.list(PIPELINE_RUNS, { namespace, labels })].sort((left, right) =>
    right.metadata.creationTimestamp.localeCompare(left.metadata.creationTimestamp),
  );
  const isFinished = ({ status }: PipelineRun) => Boolean(status?.completionTime);
  const limit = Number(runs[0]?.metadata.annotations?.[KEEP] ?? KEPT_RUNS);
  for (const run of runs.filter(isFinished).slice(limit))
    cluster.delete(PIPELINE_RUNS, keyOf(run), { propagationPolicy: 'Background' });
}

/** From now on someone pushes every few minutes. */
export function startBuilds(cluster: Cluster): Running {
  const plans = readBuildPlans();
  const random = cluster.random('builds');
  let cancel = () => {};
  let count = 0;
  const wait = (seconds: number) => {
    cancel = cluster.clock.after(seconds * 1_000, () => {
      const plan = plans[count % plans.length];
      count += 1;
      try {
        if (plan !== undefined) {
          startBuild(cluster, plan);
          removeOld(cluster, plan);
        }
      } catch (error) {
        cluster.onError('builds', error); // someone may have deleted the namespace
      }
      wait(random.between(PAUSE_SECONDS.from, PAUSE_SECONDS.to));
    });
  };
  wait(FIRST_SECONDS);
  return {
    close() {
      cancel();
    },
  };
}
