import type { RootConfigService } from '@backstage/backend-plugin-api';
import { isPlainHttp, upstreamUrlSchema } from '@kubemate/upstream-node';
import { z } from 'zod';
import { readConfigList } from '@kubemate/upstream-node';

const text = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });
const limit = z.number({ error: 'must be a number' }).optional();

const prometheusSchema = z
  .strictObject({
    url: upstreamUrlSchema,
    allowPlainHttp: z.boolean({ error: 'must be true or false' }).default(false),
    token: text.optional(),
  })
  .superRefine(({ url, allowPlainHttp }, context) => {
    if (!allowPlainHttp && URL.canParse(url) && isPlainHttp(url))
      context.addIssue({
        code: 'custom',
        path: ['url'],
        message: 'must start with https://, or allowPlainHttp be true',
      });
  });

const metricSchema = z
  .strictObject({
    name: text.regex(/^[a-z0-9][\w-]{0,62}$/, {
      error: 'must be up to 63 letters, digits and dashes',
    }),
    title: text.max(100).optional(),
    /** Of Prometheus. */
    prometheus: prometheusSchema.optional(),
    query: text.max(5000).optional(),
    window: z
      .string()
      .regex(/^[1-9]\d{0,4}[smhd]$/, { error: 'must be a number with s, m, h or d' })
      .default('5m'),
    /** Of the cluster itself: how much of what its pods ask for, or may have, they use. */
    pods: z.enum(['cpu', 'memory']).optional(),
    max: limit,
    min: limit,
  })
  .superRefine(({ prometheus, query, pods, max, min }, context) => {
    const issue = (message: string) => context.addIssue({ code: 'custom', path: [], message });
    if ((pods === undefined) === (prometheus === undefined))
      issue('must have prometheus with query, or pods');
    else if ((prometheus === undefined) !== (query === undefined))
      issue('query and prometheus go together');
    if (max === undefined && min === undefined) issue('must have max or min');
  });

/** One entry of `kubemate.pipelines.metrics`. */
export type MetricConfig = z.output<typeof metricSchema>;

/** In `kubemate.pipelines`, or of the sandbox where none are there. */
const KEYS = ['kubemate.pipelines.metrics', 'kubemate.sandbox.metrics'] as const;

/** @throws InputError naming the key of each bad entry, and no value of a secret */
export function readMetrics(
  config: Pick<RootConfigService, 'getOptional' | 'getOptionalBoolean'>,
): readonly MetricConfig[] {
  const [declared = [], sandbox = []] = KEYS.map(key =>
    readConfigList(config, {
      ...{ key, entry: metricSchema, max: 100 },
      nameOf: ({ name }) => name,
    }),
  );
  if (declared.length > 0) return declared;
  return config.getOptionalBoolean('kubemate.sandbox.enabled') ? sandbox : [];
}
