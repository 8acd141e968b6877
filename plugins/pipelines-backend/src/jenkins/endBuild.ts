import { ConflictError, NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import { buildPath } from './BuildReader';
import { buildTarget, whyNotActOnRun } from './buildTargets';
import type { JenkinsEngine } from './JenkinsEngine';

export function cancelBuild(engine: JenkinsEngine) {
  return defineOperation({
    contract: pipelineOperations.cancelRun,
    target: ({ run }) => buildTarget(run),
    needs: async () => [],
    whyDenied: ({ run }, context) => whyNotActOnRun(engine, run, context),
    async plan({ run, mode }, { viewer }) {
      const instance = engine.instance(run.place);
      const located = await instance.locate(run, viewer);
      const hasEnded =
        'item' in located
          ? located.item.cancelled === true
          : !(await instance.builds.build(located.job.item.fullName, located.number)).building;
      const other =
        mode === 'Cancelled' ? undefined : 'Jenkins stops a build at once, and in no other way';
      return {
        summary: 'item' in located ? `Take ${run.name} out of the queue` : `Stop ${run.name}`,
        diff: [],
        refusal: hasEnded ? 'The run has ended already' : other,
        state: located,
      };
    },
    async run({ run }, { state, signal }) {
      const instance = engine.instance(run.place);
      const path =
        'item' in state
          ? `/queue/cancelItem`
          : `${buildPath(state.job.item.fullName, state.number)}/stop`;
      const query = 'item' in state ? { id: String(state.item.id) } : undefined;
      try {
        await instance.client.post(path, {}, { query, signal });
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        throw new ConflictError(`${run.name} has left the queue meanwhile`, error);
      }
      instance.nudge();
      return {};
    },
  });
}

export function deleteBuild(engine: JenkinsEngine) {
  return defineOperation({
    contract: pipelineOperations.deleteRun,
    target: ({ run }) => buildTarget(run),
    needs: async () => [],
    whyDenied: ({ run }, context) => whyNotActOnRun(engine, run, context),
    async plan({ run }, { viewer }) {
      const instance = engine.instance(run.place);
      const located = await instance.locate(run, viewer);
      const summary = `Delete ${run.name} from Jenkins ${run.place}, with its log`;
      if ('item' in located)
        return { summary, diff: [], refusal: 'It waits in the queue: cancel it', state: undefined };
      const { fullName } = located.job.item;
      const { building } = await instance.builds.build(fullName, located.number);
      const state = { fullName, number: located.number };
      return {
        summary,
        diff: [],
        refusal: building ? 'It goes on: stop it first' : undefined,
        state,
      };
    },
    async run({ run }, { state, signal }) {
      if (state === undefined) throw new ConflictError(`${run.name} waits in the queue`);
      const instance = engine.instance(run.place);
      const { fullName, number } = state;
      await instance.client.post(`${buildPath(fullName, number)}/doDelete`, {}, { signal });
      instance.forget(fullName, number);
      return {};
    },
  });
}
