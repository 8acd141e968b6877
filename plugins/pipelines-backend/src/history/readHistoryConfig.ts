import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const rule = {
  /** Days after it was made. */
  days: z.number().int().min(1).max(36_500),
  /** The newest of each namespace. */
  runsPerNamespace: z.number().int().min(1).max(10_000_000),
};
const names = z.array(z.string().min(1)).nonempty();

const schema = z.object({
  retention: z
    .strictObject({
      days: rule.days.default(90),
      runsPerNamespace: rule.runsPerNamespace.default(1000),
      overrides: z
        .array(
          z
            .strictObject({
              clusters: names.optional(),
              namespaces: names.optional(),
              tenants: names.optional(),
              days: rule.days.optional(),
              runsPerNamespace: rule.runsPerNamespace.optional(),
            })
            .refine(
              ({ namespaces, tenants }) => namespaces !== undefined || tenants !== undefined,
              {
                path: ['namespaces'],
                error: 'must be given, or tenants',
              },
            ),
        )
        .default([]),
    })
    .prefault({}),
  logs: z
    .strictObject({ maxKilobytesPerTask: z.number().int().min(1).max(102_400).default(5_120) })
    .prefault({}),
});

export type HistoryConfig = z.output<typeof schema>;

/** @throws InputError naming the key that is wrong */
export function readHistoryConfig(config: Config): HistoryConfig {
  const parsed = schema.safeParse(config.getOptional('kubemate.pipelines') ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${['kubemate.pipelines', ...path].join('.')}: ${message}`,
  );
  throw new InputError(problems.join('; '));
}
