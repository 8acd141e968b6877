import { jobPath } from './JenkinsClient';
import type { JenkinsInstance } from './JenkinsInstance';
import { buildsSchema, queueSchema } from './jenkinsSchemas';
import type { JenkinsBuild } from './jenkinsSchemas';
import { BUILD_TREE, QUEUE_ITEM_TREE, valuesOf } from './readBuild';

/** By which the clocks of Jenkins and of the portal may differ. */
const SKEW_MS = 30_000;
/** The newest of a job that are looked at. */
const BUILDS = 50;

type Actions = JenkinsBuild['actions'];

export interface Started {
  /** Of what waits, or waited, for the build. */
  readonly queueId?: number;
  /** Of the build, once there is one. */
  readonly number?: number;
}

/**
 * The build that the portal's account has asked for with these parameters since a time, begun or waiting. Jenkins keeps no mark of the caller's, so of several alike it
 * is the first.
 */
export async function findStarted(
  { client, config }: Pick<JenkinsInstance, 'client' | 'config'>,
  asked: {
    readonly fullName: string;
    readonly params: Readonly<Record<string, string>>;
    readonly since: number;
  },
  signal: AbortSignal,
): Promise<Started | undefined> {
  const { fullName, params, since } = asked;
  const [{ items }, { allBuilds }] = await Promise.all([
    client.json('/queue/api/json', queueSchema, { tree: `items[${QUEUE_ITEM_TREE}]`, signal }),
    client.json(`${jobPath(fullName)}/api/json`, buildsSchema, {
      ...{ tree: `allBuilds[${BUILD_TREE}]{0,${BUILDS}}`, signal },
    }),
  ]);
  const isIt = (at: number, actions: Actions) =>
    at >= since - SKEW_MS && isBy(config.username, actions) && hasValues(params, actions);
  const builds = allBuilds
    .filter(({ timestamp, actions }) => isIt(timestamp, actions))
    .map(({ number, queueId, timestamp: at }) => ({ at, number, queueId }));
  const waiting = items
    .filter(
      ({ task, inQueueSince, actions }) =>
        task?.fullName === fullName && isIt(inQueueSince, actions),
    )
    .map(({ id: queueId, inQueueSince: at }) => ({ at, queueId }));
  return [...builds, ...waiting].sort((a, b) => a.at - b.at)[0];
}

function isBy(username: string, actions: Actions): boolean {
  // Jenkins takes names of users in any case.
  const name = username.toLowerCase();
  return actions.some(action =>
    action?.causes?.some(({ userId }) => userId?.toLowerCase() === name),
  );
}

function hasValues(params: Readonly<Record<string, string>>, actions: Actions): boolean {
  const values = new Map(valuesOf(actions).map(({ name, value }) => [name, String(value)]));
  return Object.entries(params).every(([name, value]) => values.get(name) === value);
}
