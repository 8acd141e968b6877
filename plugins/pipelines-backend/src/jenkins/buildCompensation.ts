import { NotFoundError } from '@backstage/errors';
import { tellCompensation } from '@kubemate/operations-common';
import type { Compensation } from '@kubemate/operations-common';
import type { Done, OperationContext } from '@kubemate/operations-node';
import { runRefSchema, say } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import type { JenkinsEngine } from './JenkinsEngine';

const startedSchema = z.object({ run: runRefSchema });

/** A build that waits or goes on is stopped; one that has ended is deleted. */
export function buildCompensation(engine: JenkinsEngine) {
  return async ({ record }: Done, { viewer }: OperationContext): Promise<Compensation> => {
    const started = startedSchema.safeParse(record.output).data;
    if (started === undefined) return tellCompensation({ state: 'gone', reason: say('notBegun') });
    const { run } = started;
    const goesOn = await isGoingOn(engine, run, viewer);
    if (goesOn === undefined) return { state: 'gone', changes: [] };
    const operation = goesOn ? 'pipelines.cancel-run' : 'pipelines.delete-run';
    return {
      state: 'as-made',
      changes: [],
      counter: { kind: 'operation', operation, input: { run } },
    };
  };
}

/** Undefined where there is no such build any more. */
async function isGoingOn(
  engine: JenkinsEngine,
  run: z.infer<typeof runRefSchema>,
  viewer: OperationContext['viewer'],
): Promise<boolean | undefined> {
  try {
    const instance = engine.instance(run.place);
    const located = await instance.locate(run, viewer);
    if ('item' in located) return true;
    const build = await instance.builds.build(located.job.item.fullName, located.number);
    return build.building;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
