import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { Phrase } from '@kubemate/operations-common';
import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import type { RunInput, RunRef } from '@kubemate/plugin-pipelines-common';
import { isSelf } from '../waiting/AnswerRules';
import type { AnswerRules } from '../waiting/AnswerRules';
import { buildPath } from './BuildReader';
import { buildTarget, whyNotAct } from './buildTargets';
import type { JenkinsEngine } from './JenkinsEngine';
import { whyNotValues } from './readParameters';

/** The input of a run that waits, and where its build is. */
async function find(
  engine: JenkinsEngine,
  { run, input }: { run: RunRef; input: string },
  context: Pick<OperationContext, 'viewer'>,
) {
  if (run.engine !== 'jenkins')
    throw new InputError(`Invalid field "run.engine": ${run.engine} has no inputs`);
  const instance = engine.instance(run.place);
  const located = await instance.locate(run, context.viewer);
  const { job } = located;
  const { fullName } = job.item;
  const open = 'item' in located ? [] : await instance.builds.inputs(fullName, located.number);
  const found = open.find(({ id }) => id === input);
  const path = 'item' in located ? '' : buildPath(fullName, located.number);
  return { instance, job, path, found };
}

/** Lets a build go on that waits at an `input` step, or ends it. */
export function answerInputOperation(engine: JenkinsEngine, rules: AnswerRules) {
  return defineOperation({
    contract: pipelineOperations.answerInput,
    target: ({ run }) => buildTarget(run),
    needs: async () => [],
    async whyDenied(asked, context) {
      const { instance, job, found } = await find(engine, asked, context);
      return (
        whyNotAct(engine, { job, place: asked.run.place }, context) ??
        instance.access.whyNotAnswer(context.viewer, found?.submitters ?? []) ??
        (await whyNotSelf(engine, asked, { context, rules }))
      );
    },
    async plan(asked, context) {
      const { run, decision, params = {}, secrets = {} } = asked;
      const { found, path } = await find(engine, asked, context);
      const state = { path, found };
      if (found === undefined)
        return {
          summary: say('answer', { run: run.name }),
          diff: [],
          refusal: say('noQuestion'),
          state,
        };
      const isGo = decision === 'proceed';
      return {
        summary: say(isGo ? 'letGoOn' : 'endRun', { run: run.name, message: found.message }),
        diff: [],
        refusal: isGo ? whyNotValues(found.params, { params, secrets }) : undefined,
        state,
      };
    },
    async run({ run, decision, params = {}, secrets = {} }, { state: { path, found }, signal }) {
      if (found === undefined) throw new ConflictError(`${run.name} does not wait for this`);
      const { client, nudge } = nudging(engine, run);
      const { verb, form } = answerOf(found, { decision, values: { ...params, ...secrets } });
      try {
        await client.post(`${path}/input/${encodeURIComponent(found.id)}/${verb}`, form, {
          signal,
        });
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        throw new ConflictError('Somebody has answered meanwhile', error);
      }
      nudge();
      return {};
    },
  });
}

/** Who started a run ends it, and lets it go on where that is not kept for others. */
async function whyNotSelf(
  engine: JenkinsEngine,
  { run, decision }: { run: RunRef; decision: 'proceed' | 'abort' },
  { context, rules }: { context: Pick<OperationContext, 'viewer'>; rules: AnswerRules },
): Promise<Phrase | undefined> {
  if (decision === 'abort' || !rules.notBy.includes('starter')) return undefined;
  const { trigger } = await engine.run(run, context.viewer);
  return isSelf(trigger, context.viewer) ? say('notByStarter') : undefined;
}

function nudging(engine: JenkinsEngine, { place }: RunRef) {
  const instance = engine.instance(place);
  return { client: instance.client, nudge: () => instance.nudge() };
}

/** As the step takes it: without parameters an address of its own, with them the form of its page. */
function answerOf(
  { params }: RunInput,
  { decision, values }: { decision: 'proceed' | 'abort'; values: Readonly<Record<string, string>> },
): { verb: string; form: Readonly<Record<string, string>> } {
  if (decision === 'abort') return { verb: 'abort', form: {} };
  if (params.length === 0) return { verb: 'proceedEmpty', form: {} };
  const parameter = params.map(({ name, type, default: preset }) => {
    const text = values[name] ?? (typeof preset === 'string' ? preset : '');
    return { name, value: type === 'boolean' ? text === 'true' : text };
  });
  return { verb: 'proceed', form: { json: JSON.stringify({ parameter }) } };
}
