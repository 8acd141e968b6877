import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const RECORD = 'kubemate:template:record';

const stepSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  action: z.string(),
  input: z.record(z.string(), z.unknown()).optional(),
});

type Step = z.infer<typeof stepSchema>;

export interface WritingSteps {
  readonly steps: readonly Step[];
  /** Folders beside the template that they read. */
  readonly folders: readonly string[];
}

/**
 * The steps by which a template writes files, up to the one that records them. They read only what lies beside the template, so that they can be run again for anybody who may see it.
 * @throws InputError where the template records nothing, or reads from elsewhere
 */
export function writingSteps({ metadata, spec }: Entity): WritingSteps {
  const all = z.array(stepSchema).safeParse(spec?.steps);
  const last = all.data?.findIndex(({ action }) => action === RECORD) ?? -1;
  if (!all.data || last < 0)
    throw new InputError(`${metadata.name} does not record what it writes, so nothing is compared`);
  const steps = all.data.slice(0, last + 1);
  const folders = steps.slice(0, -1).map(step => {
    const url = step.input?.url;
    const isBeside =
      /^fetch:(?:template|plain)$/.test(step.action) &&
      typeof url === 'string' &&
      /^\.\/[\w./-]*$/.test(url) &&
      !url.split('/').includes('..');
    if (!isBeside)
      throw new InputError(
        `${metadata.name} cannot be run again by itself: its step ${step.name ?? step.id ?? step.action} reads from elsewhere`,
      );
    return url.slice(2).replace(/\/$/, '');
  });
  return { steps, folders };
}
