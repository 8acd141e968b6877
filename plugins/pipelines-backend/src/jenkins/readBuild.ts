import type { Run, RunDetail, RunPhase } from '@kubemate/plugin-pipelines-common';
import { branchOf, placeOf, runName } from './jenkinsNames';
import type { JenkinsAction, JenkinsBuild, JenkinsCause, JenkinsQueueItem } from './jenkinsSchemas';

/** What is read of a build for a list. */
export const BUILD_TREE =
  '_class,number,queueId,building,result,timestamp,duration,description,' +
  'actions[_class,causes[_class,shortDescription,userId,userName,upstreamProject,upstreamBuild],' +
  'parameters[_class,name,value],lastBuiltRevision[SHA1,branch[SHA1,name]],remoteUrls,waitingForInput]';

export const QUEUE_ITEM_TREE =
  '_class,id,inQueueSince,why,cancelled,task[_class,fullName,name],executable[number,url],' +
  'actions[_class,causes[_class,shortDescription,userId,userName],parameters[_class,name,value]]';

/** Who started what through the portal: Jenkins only knows the portal's account. */
export interface Starter {
  readonly by: string;
  readonly isRerun: boolean;
}

export interface BuildContext {
  readonly place: string;
  readonly fullName: string;
  readonly starter?: Starter;
  /** Whether the job is a branch of a multibranch project. */
  readonly isBranch?: boolean;
}

const PHASES: Readonly<Record<string, RunPhase>> = {
  SUCCESS: 'succeeded',
  UNSTABLE: 'failed',
  FAILURE: 'failed',
  ABORTED: 'cancelled',
  NOT_BUILT: 'cancelled',
};

/** A build as a row of the list. */
export function readBuild(build: JenkinsBuild, context: BuildContext): Run {
  const { place, fullName, starter, isBranch } = context;
  const { folder, job } = placeOf(fullName, { isBranch });
  const branch = isBranch ? branchOf(fullName) : undefined;
  const actions = build.actions.filter(action => action !== null);
  const end = build.timestamp + build.duration;
  return {
    ref: { engine: 'jenkins', place, folder, name: runName(job, build.number) },
    uid: `jenkins/${place}/${fullName}/${build.number}`,
    pipeline: job,
    phase: phaseOf(build, actions),
    reason: build.result ?? undefined,
    message: build.description || undefined,
    trigger: triggerOf(actions, { starter, branch }),
    source: sourceOf(actions, branch),
    createdAt: build.timestamp,
    startedAt: build.timestamp,
    ...(build.building ? {} : { finishedAt: end }),
    tasks: { total: 0, done: 0, failed: 0 },
    isArchived: false,
  };
}

/** What waits in the queue, as a run that has not begun. */
export function readQueueItem(item: JenkinsQueueItem, context: BuildContext): Run {
  const { place, fullName, starter, isBranch } = context;
  const { folder, job } = placeOf(fullName, { isBranch });
  const branch = isBranch ? branchOf(fullName) : undefined;
  const actions = item.actions.filter(action => action !== null);
  return {
    ref: { engine: 'jenkins', place, folder, name: runName(job, { queueId: item.id }) },
    uid: `jenkins/${place}/queue/${item.id}`,
    pipeline: job,
    phase: item.cancelled ? 'cancelled' : 'pending',
    reason: item.cancelled ? 'CANCELLED' : 'QUEUED',
    message: item.why ?? undefined,
    trigger: triggerOf(actions, { starter, branch }),
    createdAt: item.inQueueSince,
    ...(item.cancelled ? { finishedAt: item.inQueueSince } : {}),
    tasks: { total: 0, done: 0, failed: 0 },
    isArchived: false,
  };
}

/** Parameters as they were given. A password has a name and no value. */
export function valuesOf(actions: JenkinsBuild['actions']): RunDetail['params'] {
  return actions.flatMap(action =>
    (action?.parameters ?? []).map(({ name, value, _class }) => ({
      name,
      value: _class?.includes('Password') ? '••••••' : String(value ?? ''),
    })),
  );
}

export function hasPassword(actions: JenkinsBuild['actions']): boolean {
  return actions.some(action =>
    action?.parameters?.some(({ _class }) => _class?.includes('Password')),
  );
}

function phaseOf({ building, result }: JenkinsBuild, actions: readonly JenkinsAction[]): RunPhase {
  if (building)
    return actions.some(({ waitingForInput }) => waitingForInput) ? 'waiting' : 'running';
  return PHASES[result ?? ''] ?? 'failed';
}

const CAUSES: readonly (readonly [RegExp, Run['trigger']['kind']])[] = [
  [/ReplayCause|RebuildCause|RestartDeclarativePipelineCause/, 'rerun'],
  [/TimerTriggerCause/, 'schedule'],
  [/PullRequest|MergeRequest/, 'pull-request'],
  [/Push|SCMTrigger|BranchEvent|BranchIndexing|WebHook/i, 'push'],
  [/UserIdCause|UserCause|RemoteCause/, 'manual'],
];

function triggerOf(
  actions: readonly JenkinsAction[],
  { starter, branch }: { starter?: Starter; branch?: string },
): Run['trigger'] {
  if (starter) return { kind: starter.isRerun ? 'rerun' : 'manual', by: starter.by };
  const causes = actions.flatMap(action => action.causes ?? []);
  const [first] = causes;
  if (first === undefined) return { kind: 'unknown' };
  const match = CAUSES.find(([pattern]) => causes.some(each => pattern.test(each._class ?? '')));
  const kind = match?.[1] ?? 'unknown';
  const by = causes.map(byOf).find(each => each !== undefined);
  const isRequest = kind === 'push' && branch !== undefined && /^(PR|MR)-\d+/.test(branch);
  return { kind: isRequest ? 'pull-request' : kind, ...(by === undefined ? {} : { by }) };
}

function byOf({ userName, userId, upstreamProject, upstreamBuild }: JenkinsCause) {
  if (upstreamProject) return `${upstreamProject} #${upstreamBuild}`;
  return userName ?? userId ?? undefined;
}

function sourceOf(actions: readonly JenkinsAction[], branchJob?: string): Run['source'] {
  const data = actions.find(({ lastBuiltRevision }) => lastBuiltRevision);
  const revision = data?.lastBuiltRevision;
  const named = revision?.branch?.[0]?.name?.replace(/^refs\/(remotes\/[^/]+|heads)\//, '');
  const branch = branchJob ?? (named === 'detached' ? undefined : named);
  const commit = revision?.SHA1 ?? undefined;
  const repository = data?.remoteUrls?.[0];
  if (branch === undefined && commit === undefined) return undefined;
  return { repository, branch, commit };
}
