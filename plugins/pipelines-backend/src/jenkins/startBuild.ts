import { ServiceUnavailableError } from '@backstage/errors';
import { defineOperation, NothingDoneError } from '@kubemate/operations-node';
import type { OperationContext, RunOutcome } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import { jobTarget, buildTarget, newBuildDiff, whyNotAct, whyNotActOnRun } from './buildTargets';
import { findStarted } from './findStarted';
import type { Started } from './findStarted';
import { jobPath } from './JenkinsClient';
import type { JenkinsEngine } from './JenkinsEngine';
import type { JenkinsInstance } from './JenkinsInstance';
import { placeOf, runName } from './jenkinsNames';
import { jobDetailSchema } from './jenkinsSchemas';
import { buildCompensation } from './buildCompensation';
import { hasPassword, valuesOf } from './readBuild';
import { readParameter, whyNotValues } from './readParameters';

const JOB_TREE =
  '_class,name,fullName,description,buildable,nextBuildNumber,' +
  'property[parameterDefinitions[_class,type,name,description,choices,defaultParameterValue[value]]]';

interface Asked {
  readonly place: string;
  readonly folder: string;
  /** As the portal calls it. */
  readonly name: string;
  readonly fullName: string;
  /** Undefined: the job takes none, and has another address then. */
  readonly form?: Readonly<Record<string, string>>;
  readonly isRerun: boolean;
}

/** Puts a build into the queue; what comes of it has a number only later. */
async function enqueue(
  engine: JenkinsEngine,
  { place, folder, name, fullName, form, isRerun }: Asked,
  { viewer, signal }: OperationContext,
): Promise<RunOutcome> {
  const instance = engine.instance(place);
  const verb = form === undefined ? 'build' : 'buildWithParameters';
  const { location } = await instance.client.post(`${jobPath(fullName)}/${verb}`, form, {
    signal,
  });
  const [, id] = /\/queue\/item\/(\d+)/.exec(location ?? '') ?? [];
  if (id === undefined)
    throw new ServiceUnavailableError(`Jenkins ${place} did not say where the build waits`);
  return startedAs(
    { place, folder, name },
    { started: { queueId: Number(id) }, instance, by: viewer.userEntityRef, isRerun },
  );
}

/** What the operation answers; Jenkins itself knows only the portal's account. */
function startedAs(
  { name, ...at }: { place: string; folder: string; name: string },
  of: { started: Started; instance: JenkinsInstance; by: string; isRerun: boolean },
): RunOutcome {
  const { instance, by, isRerun } = of;
  const { queueId, number } = of.started;
  if (queueId !== undefined) instance.noteStarter(queueId, { by, isRerun });
  const run = {
    engine: 'jenkins',
    ...at,
    name: runName(name, number ?? { queueId: queueId ?? 0 }),
  };
  return { output: { run } };
}

function textsOf(params: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

async function readJob(
  engine: JenkinsEngine,
  at: { place: string; folder: string; name: string },
  { viewer, signal }: OperationContext,
) {
  const instance = engine.instance(at.place);
  const job = await instance.findJob(at, viewer);
  const { fullName } = job.item;
  const detail = await instance.client.json(`${jobPath(fullName)}/api/json`, jobDetailSchema, {
    tree: JOB_TREE,
    signal,
  });
  const specs = detail.property.flatMap(each => each.parameterDefinitions ?? []).map(readParameter);
  return { fullName, specs, isBuildable: detail.buildable !== false };
}

export function startBuild(engine: JenkinsEngine) {
  return defineOperation({
    contract: pipelineOperations.startRun,
    target: jobTarget,
    needs: async () => [],
    async whyDenied({ place, folder, pipeline }, context) {
      const job = await engine.instance(place).findJob({ folder, name: pipeline }, context.viewer);
      return whyNotAct(engine, { job, place }, context);
    },
    async plan(input, context) {
      const { place, folder, pipeline, params = {}, secrets = {}, workspaces } = input;
      const job = await readJob(engine, { place, folder, name: pipeline }, context);
      const { fullName, specs, isBuildable } = job;
      const texts = textsOf(params);
      const refusal = isBuildable
        ? (whyNotValues(specs, { params, secrets }) ?? (workspaces && say('noWorkspaces')))
        : say('isDisabled', { job: fullName });
      const presets = specs.flatMap(({ name, type, default: preset }) =>
        type === 'password' || typeof preset !== 'string' ? [] : [[name, preset] as const],
      );
      const parameters = { ...Object.fromEntries(presets), ...texts };
      const form = specs.length === 0 ? undefined : { ...texts, ...secrets };
      const at = { place, folder, name: pipeline };
      const asked: Asked = { ...at, fullName, form, isRerun: false };
      return {
        summary: say('build', { job: fullName, place }),
        diff: [newBuildDiff(jobTarget(input), { parameters, secrets: Object.keys(secrets) })],
        refusal,
        state: asked,
      };
    },
    run: (_input, context) => enqueue(engine, context.state, context),
    async recover({ place, folder, pipeline: name, params = {} }, { actor, begunAt, signal }) {
      const instance = engine.instance(place);
      const { fullName } = (await instance.jobAt({ folder, name })).item;
      const asked = { fullName, params: textsOf(params), since: begunAt };
      const started = await findStarted(instance, asked, signal);
      if (started === undefined) throw new NothingDoneError();
      return startedAs({ place, folder, name }, { started, instance, by: actor, isRerun: false });
    },
    // Jenkins tells no passwords either: a build is known by all else that it was given.
    recoversWithoutSecrets: true,
    compensate: buildCompensation(engine),
  });
}

export function rerunBuild(engine: JenkinsEngine) {
  return defineOperation({
    contract: pipelineOperations.rerun,
    target: ({ run }) => buildTarget(run),
    needs: async () => [],
    whyDenied: ({ run }, context) => whyNotActOnRun(engine, run, context),
    async plan({ run }, context) {
      const { place } = run;
      const instance = engine.instance(place);
      const located = await instance.locate(run, context.viewer);
      const { fullName } = located.job.item;
      const { folder, job: name } = placeOf(fullName, located.job);
      const { actions } =
        'item' in located ? located.item : await instance.builds.build(fullName, located.number);
      const { specs, isBuildable } = await readJob(engine, { place, folder, name }, context);
      const earlier = valuesOf(actions).map(each => [each.name, String(each.value)] as const);
      const kept = earlier.filter(([each]) => specs.some(spec => spec.name === each));
      const texts = Object.fromEntries(kept);
      const form = specs.length === 0 ? undefined : texts;
      const asked: Asked = { place, folder, name, fullName, form, isRerun: true };
      const gone = earlier.filter(entry => !kept.includes(entry)).map(([each]) => each);
      return {
        summary: say('buildAgain', { job: fullName, run: run.name }),
        diff: [newBuildDiff(buildTarget({ ...run, name }), { parameters: texts, secrets: [] })],
        refusal: refusalOf({ isBuildable, fullName, hasSecrets: hasPassword(actions) }),
        warnings: gone.length === 0 ? [] : [say('notAskedFor', { names: gone.join(', ') })],
        state: asked,
      };
    },
    run: (_input, context) => enqueue(engine, context.state, context),
  });
}

function refusalOf(of: { isBuildable: boolean; fullName: string; hasSecrets: boolean }) {
  if (!of.isBuildable) return say('isDisabled', { job: of.fullName });
  return of.hasSecrets ? say('givenPassword') : undefined;
}
