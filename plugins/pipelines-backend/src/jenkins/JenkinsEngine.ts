import { NotFoundError } from '@backstage/errors';
import type { Clock, Viewer } from '@kubemate/kube-node';
import type { PlaceFailure, RunDetail, RunRef } from '@kubemate/plugin-pipelines-common';
import type { Engine, EngineRuns, Following, RunScope, TaskLogs } from '../Engine';
import { buildPath, nodeLogPath, WHOLE_BUILD } from './BuildReader';
import { followStage } from './followStage';
import type { LogSource } from './followStage';
import type { JenkinsInstance } from './JenkinsInstance';
import { placeOf } from './jenkinsNames';

/** A run that goes on is looked at again: soon at first, for most are opened when something happens. */
const FIRST_MS = 400;
const FOLLOW_MS = 2_000;
const CONSOLE = 'console';

/** Jobs of Jenkins controllers as pipelines, their builds as runs. */
export class JenkinsEngine implements Engine {
  readonly name = 'jenkins';
  readonly #instances: ReadonlyMap<string, JenkinsInstance>;
  readonly #clock: Clock;

  constructor({ instances, clock }: { instances: readonly JenkinsInstance[]; clock: Clock }) {
    this.#instances = new Map(instances.map(instance => [instance.name, instance]));
    this.#clock = clock;
  }

  has(place: string): boolean {
    return this.#instances.has(place);
  }

  /** @throws NotFoundError where none has the name */
  instance(place: string): JenkinsInstance {
    const found = this.#instances.get(place);
    if (found === undefined) throw new NotFoundError(`There is no Jenkins instance ${place}`);
    return found;
  }

  /** Those that a scope asks for. */
  instances({ places }: RunScope): readonly JenkinsInstance[] {
    return [...this.#instances.values()].filter(({ name }) => places?.includes(name) ?? true);
  }

  async runs(scope: RunScope, viewer: Viewer): Promise<EngineRuns> {
    const instances = this.instances(scope);
    await Promise.all(instances.map(instance => instance.refresh()));
    const jobs = instances.map(instance => ({
      instance,
      jobs: instance
        .jobs(viewer)
        .filter(job => scope.folders?.includes(placeOf(job.item.fullName, job).folder) ?? true),
    }));
    return {
      items: jobs.flatMap(({ instance, jobs: own }) => instance.runs(own)),
      failures: jobs.flatMap(({ instance, jobs: own }) => [
        ...failuresOf(instance),
        ...own.flatMap(({ failure }) => partial(instance.name, failure)),
      ]),
      asOf: Math.min(this.#clock.now(), ...instances.flatMap(({ asOf }) => asOf || [])),
    };
  }

  async followRuns(scope: RunScope, _viewer: Viewer, following: Following): Promise<void> {
    const instances = this.instances(scope);
    if (instances.length === 0) await aborted(following.signal);
    await Promise.all(instances.map(instance => instance.follow(following)));
  }

  run(ref: RunRef, viewer: Viewer): Promise<RunDetail> {
    return this.instance(ref.place).detail(ref, viewer);
  }

  async followRun(_ref: RunRef, _viewer: Viewer, { signal, onChange }: Following): Promise<void> {
    let cancel = () => {};
    let pause = FIRST_MS;
    const tick = () => {
      onChange();
      cancel = this.#clock.after(pause, tick);
      pause = Math.min(FOLLOW_MS, pause * 1.2);
    };
    tick();
    await aborted(signal);
    cancel();
  }

  async logs(
    { ref, task, step }: Parameters<Engine['logs']>[0],
    viewer: Viewer,
    { signal }: { signal: AbortSignal },
  ): Promise<TaskLogs> {
    const instance = this.instance(ref.place);
    const located = await instance.locate(ref, viewer);
    if ('item' in located) throw new NotFoundError(`Run ${ref.name} waits in the queue`);
    const { fullName } = located.job.item;
    const path = buildPath(fullName, located.number);
    const sources = async () => {
      const build = await instance.builds.build(fullName, located.number);
      const isOver = !build.building;
      const stages = await instance.builds.stages(fullName, build);
      if (stages === undefined) {
        if (task !== WHOLE_BUILD) throw new NotFoundError(`Run ${ref.name} has no stage ${task}`);
        const all: LogSource[] = [{ step: CONSOLE, path: `${path}/logText/progressiveText` }];
        return { sources: all, isOver };
      }
      const stage = stages.find(({ node }) => node.id === task);
      if (stage === undefined) throw new NotFoundError(`Run ${ref.name} has no stage ${task}`);
      const wanted = stage.flowNodes.filter(each => step === undefined || each.step === step);
      return {
        sources: wanted.map(each => ({ step: each.step, path: nodeLogPath(path, each.id) })),
        isOver: isOver || stage.node.finishedAt !== undefined,
      };
    };
    await sources();
    return {
      events: followStage({ client: instance.client, clock: this.#clock, signal, sources }),
      stepOf: container => container,
      from: 'jenkins',
    };
  }
}

/** What an instance could not answer; where older answers are known, they are shown. */
export function failuresOf({ failure, asOf, name }: JenkinsInstance): PlaceFailure[] {
  if (asOf === 0)
    return [{ place: name, reason: failure ?? 'It has not answered yet', state: 'unreachable' }];
  return failure === undefined ? [] : [{ place: name, reason: failure, state: 'stale' }];
}

function partial(place: string, reason?: string): PlaceFailure[] {
  return reason === undefined ? [] : [{ place, reason, state: 'partial' }];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
