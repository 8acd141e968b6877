import { NotFoundError } from '@backstage/errors';
import { tellCompensation } from '@kubemate/operations-common';
import type { Compensation } from '@kubemate/operations-common';
import type { Done, OperationContext } from '@kubemate/operations-node';
import { runRefSchema, say } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import { readRunObject } from './namedRun';

const startedSchema = z.object({ run: runRefSchema });

/** A run is deleted with its pods, also one that goes on; what the portal kept of it stays. */
export async function startedCompensation(
  { record }: Done,
  context: OperationContext,
): Promise<Compensation> {
  const started = startedSchema.safeParse(record.output).data ?? namedIn(record.input);
  if (started === undefined) return tellCompensation({ state: 'gone', reason: say('notBegun') });
  try {
    await readRunObject(started.run, context);
  } catch (error) {
    if (error instanceof NotFoundError) return { state: 'gone', changes: [] };
    throw error;
  }
  const counter = { kind: 'operation', operation: 'pipelines.delete-run', input: started } as const;
  return tellCompensation({ state: 'as-made', reason: say('logStays'), counter });
}

const namedSchema = z
  .object({ place: z.string(), folder: z.string(), runName: z.string() })
  .transform(({ place, folder, runName: name }) => ({
    run: { engine: 'tekton' as const, place, folder, name },
  }));

/** A run that was cut off says nothing, and may have begun under the name that was asked for. */
function namedIn(input: unknown): z.infer<typeof startedSchema> | undefined {
  return namedSchema.safeParse(input).data;
}
