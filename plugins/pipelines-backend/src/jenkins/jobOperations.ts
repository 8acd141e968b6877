import { NotFoundError } from '@backstage/errors';
import { tellCompensation } from '@kubemate/operations-common';
import type { Compensation } from '@kubemate/operations-common';
import { defineOperation, NothingDoneError } from '@kubemate/operations-node';
import type { Done, OperationContext } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import { jobTarget } from './buildTargets';
import { jobPath } from './JenkinsClient';
import type { JenkinsEngine } from './JenkinsEngine';
import { ROOT } from './jenkinsNames';
import { multibranchConfig } from './multibranchConfig';

interface JobPlace {
  readonly place: string;
  readonly folder: string;
  readonly name: string;
}

const placeSchema = z.object({ place: z.string(), folder: z.string(), name: z.string() });
const itemSchema = z.object({
  _class: z.string(),
  fullName: z.string(),
  jobs: z.array(z.object({ name: z.string() })).optional(),
});
type Item = z.infer<typeof itemSchema>;

const fullNameOf = ({ folder, name }: JobPlace) => (folder === ROOT ? name : `${folder}/${name}`);
const targetOf = ({ place, folder, name }: JobPlace) =>
  jobTarget({ place, folder, pipeline: name });

/** Makes and deletes jobs, with the instance’s account, for whom the configuration says that the folder is theirs. */
export function jobOperations(engine: JenkinsEngine) {
  return [createJob(engine), deleteJob(engine)] as const;
}

function whyNotTheirs(engine: JenkinsEngine) {
  return async (at: JobPlace, { viewer }: Pick<OperationContext, 'viewer'>) => {
    const fullName = fullNameOf(at);
    const { access } = engine.instance(at.place);
    if (access.mayAct(viewer, fullName)) return undefined;
    return say('notJobOwner', { job: fullName, place: at.place });
  };
}

/** Undefined where there is none. */
async function find(
  engine: JenkinsEngine,
  { place, fullName }: { place: string; fullName: string },
  signal: AbortSignal,
): Promise<Item | undefined> {
  try {
    const { client } = engine.instance(place);
    const tree = '_class,fullName,jobs[name]';
    return await client.json(`${jobPath(fullName)}/api/json`, itemSchema, { tree, signal });
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function createJob(engine: JenkinsEngine) {
  return defineOperation({
    contract: pipelineOperations.createJob,
    target: targetOf,
    needs: async () => [],
    whyDenied: whyNotTheirs(engine),
    async plan(input, { signal }) {
      const { place, folder, name, ...project } = input;
      const fullName = fullNameOf(input);
      const parent =
        folder === ROOT ? undefined : await find(engine, { place, fullName: folder }, signal);
      const taken = await find(engine, { place, fullName }, signal);
      const noFolder = folder !== ROOT && parent?.jobs === undefined;
      return {
        summary: say('createJob', { job: fullName, place }),
        diff: [
          {
            target: targetOf(input),
            changes: Object.entries(project).map(([path, after]) => ({ path, after })),
          },
        ],
        refusal: taken
          ? say('jobExists', { place, job: fullName })
          : noFolder
            ? say('noFolder', { place, folder })
            : undefined,
        state: { fullName },
      };
    },
    async run(input, { id, signal }) {
      const { place, folder, name, description, repository, credentials, scriptPath } = input;
      const instance = engine.instance(place);
      const config = multibranchConfig({
        ...{ description, repository, scriptPath, sourceId: id },
        ...(credentials === undefined ? {} : { credentials }),
      });
      const parent = folder === ROOT ? '' : jobPath(folder);
      await instance.client.postXml(`${parent}/createItem`, config, { query: { name }, signal });
      instance.nudge();
      return { output: madeJob(engine, input) };
    },
    async recover(input, { signal }) {
      const { place } = input;
      // There was none when it was planned.
      const made = await find(engine, { place, fullName: fullNameOf(input) }, signal);
      if (made === undefined) throw new NothingDoneError();
      engine.instance(place).nudge();
      return { output: madeJob(engine, input) };
    },
    compensate: (done, context) => compensateJob(engine, done, context),
  });
}

function madeJob(engine: JenkinsEngine, at: JobPlace) {
  const { title = at.place, url: own, publicUrl = own } = engine.instance(at.place).config;
  const fullName = fullNameOf(at);
  return { fullName, url: `${publicUrl}${jobPath(fullName)}/`, title };
}

function deleteJob(engine: JenkinsEngine) {
  return defineOperation({
    contract: pipelineOperations.deleteJob,
    target: targetOf,
    needs: async () => [],
    whyDenied: whyNotTheirs(engine),
    async plan(input, { signal }) {
      const fullName = fullNameOf(input);
      const item = await find(engine, { place: input.place, fullName }, signal);
      if (item === undefined)
        throw new NotFoundError(`Jenkins ${input.place} has no job ${fullName}`);
      const isFolder = /\.Folder$/.test(item._class);
      const branches = item.jobs?.map(({ name }) => name) ?? [];
      return {
        summary: say('deleteJob', { job: fullName, place: input.place }),
        diff: [{ target: targetOf(input), changes: [{ path: 'branches', before: branches }] }],
        refusal: isFolder ? say('isFolder') : undefined,
        state: { fullName },
      };
    },
    async run({ place }, { state, signal }) {
      const instance = engine.instance(place);
      await instance.client.post(`${jobPath(state.fullName)}/doDelete`, {}, { signal });
      instance.nudge();
      return {};
    },
  });
}

async function compensateJob(
  engine: JenkinsEngine,
  { record }: Done,
  { signal }: OperationContext,
): Promise<Compensation> {
  const input = placeSchema.parse(record.input);
  const fullName = fullNameOf(input);
  const item = await find(engine, { place: input.place, fullName }, signal);
  if (item === undefined) return { state: 'gone', changes: [] };
  return tellCompensation({
    state: 'as-made',
    reason: say('buildsGo'),
    counter: { kind: 'operation', operation: 'pipelines.delete-job', input },
  });
}
