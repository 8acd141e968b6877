import { NotFoundError } from '@backstage/errors';
import type { Compensation } from '@kubemate/operations-common';
import type { Done, OperationContext } from '@kubemate/operations-node';
import { runRefSchema } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import { readRunObject } from './namedRun';

const startedSchema = z.object({ run: runRefSchema });

/** A run is deleted with its pods, also one that goes on; what the portal kept of it stays. */
export async function startedCompensation(
  { record }: Done,
  context: OperationContext,
): Promise<Compensation> {
  const started = startedSchema.safeParse(record.output).data ?? namedIn(record.input);
  if (started === undefined)
    return { state: 'gone', changes: [], reason: 'It is not known to have begun' };
  try {
    await readRunObject(started.run, context);
  } catch (error) {
    if (error instanceof NotFoundError) return { state: 'gone', changes: [] };
    throw error;
  }
  const counter = { kind: 'operation', operation: 'pipelines.delete-run', input: started } as const;
  return { state: 'as-made', changes: [], reason: 'Its log stays in the portal', counter };
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
