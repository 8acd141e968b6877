import { createHash } from 'node:crypto';
import { isError } from '@backstage/errors';
import type { AccountKube } from '@kubemate/kube-node';
import type { TriggerOutcome } from '@kubemate/plugin-pipelines-common';
import { PIPELINE_RUNS } from '../../tekton/kinds';
import { runsOf, whyNothing } from '../makeRuns';
import type { ResolvedTrigger, TriggerTrace } from '../traceTrigger';

const MAX_TEXT = 500;
/** What the API server leaves of a `generateName`, less what is added to it here. */
const MAX_BASE = 63 - 11;

/**
 * Makes what a trace says. Names are made of the event, so that an event that is evaluated again makes no run a second time.
 */
export async function startRuns(
  trace: TriggerTrace,
  origin: {
    readonly listener: string;
    readonly trigger: ResolvedTrigger;
    readonly group: string | undefined;
    readonly eventId: string;
    /** Asked for where something is made. */
    readonly maker: () => Promise<Pick<AccountKube, 'create'>>;
  },
): Promise<TriggerOutcome> {
  const { trigger, group, maker, eventId } = origin;
  const { name, folder } = trigger;
  const about = { name, folder, ...(group === undefined ? {} : { group }) };
  const hasFailed = trace.problem !== undefined || trace.steps.at(-1)?.outcome === 'failed';
  const why = whyNothing(trace, trigger);
  if (why !== undefined) {
    const isStopped = trace.steps.at(-1)?.outcome === 'stopped';
    const outcome = isStopped && !hasFailed ? 'stopped' : 'failed';
    return { ...about, outcome, text: why.slice(0, MAX_TEXT), runs: [] };
  }
  const runs: string[] = [];
  try {
    const account = await maker();
    for (const [index, run] of runsOf(trace, origin).entries()) {
      const { generateName, ...metadata } = run.metadata;
      const id = createHash('sha256').update(JSON.stringify([eventId, group, name, index]));
      const made = `${(generateName ?? 'run-').slice(0, MAX_BASE)}${id.digest('hex').slice(0, 10)}`;
      const object = { ...run, metadata: { ...metadata, name: metadata.name ?? made } };
      await account
        .create({ namespace: folder, resource: PIPELINE_RUNS, object })
        .catch(error => ignoreMade(error, metadata.name));
      runs.push(object.metadata.name);
    }
    return { ...about, outcome: 'started', text: '', runs };
  } catch (error) {
    const text = (isError(error) ? error.message : String(error)).slice(0, MAX_TEXT);
    return { ...about, outcome: 'failed', text, runs };
  }
}

/** A name that is of this event alone is there because an earlier attempt has made it. */
function ignoreMade(error: unknown, given: string | undefined): void {
  if (given === undefined && isError(error) && error.name === 'ConflictError') return;
  throw error;
}
