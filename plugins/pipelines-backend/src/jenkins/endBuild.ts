import { ConflictError, NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
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
      const other = mode === 'Cancelled' ? undefined : say('stopsAtOnce');
      return {
        summary: say('item' in located ? 'unqueue' : 'stopBuild', { run: run.name }),
        diff: [],
        refusal: hasEnded ? say('hasEnded') : other,
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
      const summary = say('deleteBuild', { run: run.name, place: run.place });
      if ('item' in located)
        return { summary, diff: [], refusal: say('waitsInQueue'), state: undefined };
      const { fullName } = located.job.item;
      const { building } = await instance.builds.build(fullName, located.number);
      const state = { fullName, number: located.number };
      return {
        summary,
        diff: [],
        refusal: building ? say('goesOn') : undefined,
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
