import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { durationMs } from './duration';
import type { Environment } from './Environment';

const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[smhd]$/, 'must be a number with s, m, h or d')
  .transform(durationMs);

const name = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be letters, digits and dashes');
const groupRef = z
  .string()
  .regex(/^(owner|group:[\w.-]+\/[\w.-]+)$/, 'must be group:namespace/name or owner');

const approvalsSchema = z
  .strictObject({
    count: z.number().int().min(1).max(20).default(1),
    groups: z.array(groupRef).min(1),
    notBy: z.array(z.enum(['requester', 'author'])).default(['requester', 'author']),
    expiresAfter: duration.default(86_400_000),
  })
  .transform(({ expiresAfter, ...rule }) => ({ ...rule, expiresAfterMs: expiresAfter }));

const count = z.number().int().min(0).max(100_000);

const scanSchema = z
  .strictObject({
    maxCritical: count.default(0),
    maxHigh: count.optional(),
    maxAge: duration.optional(),
  })
  .transform(({ maxAge, ...rule }) => ({
    ...rule,
    ...(maxAge === undefined ? {} : { maxAgeMs: maxAge }),
  }));

const metricRuleSchema = z
  .union([
    name.transform(metric => ({ metric })),
    z.strictObject({
      metric: name,
      of: z.enum(['source', 'target']).optional(),
      noData: z.enum(['block', 'pass']).optional(),
    }),
  ])
  .transform(rule => ({ of: 'source' as const, noData: 'block' as const, ...rule }));

const environmentSchema = z
  .strictObject({
    name,
    title: z.string().min(1).max(100).optional(),
    cluster: z.string().min(1).max(63),
    namespace: z.string().min(1).max(200).optional(),
    labelSelector: z.string().min(1).max(500).optional(),
    gates: z
      .strictObject({
        pipelinePassed: z.enum(['required', 'ifKnown']).optional(),
        approvals: approvalsSchema.optional(),
        imageSigned: z.boolean().default(false),
        imageScanned: scanSchema.optional(),
        qualityGate: z.enum(['required', 'ifKnown']).optional(),
        metrics: z.array(metricRuleSchema).min(1).max(10).optional(),
        freeze: z.boolean().default(true),
      })
      .default({ freeze: true, imageSigned: false }),
    rolloutTimeout: duration.default(600_000),
    stableFor: duration.default(30_000),
  })
  .transform(({ rolloutTimeout, stableFor, title, ...environment }) => ({
    ...environment,
    title: title ?? environment.name,
    timeoutMs: rolloutTimeout,
    stableMs: stableFor,
  }));

/** In `kubemate.pipelines`, or of the sandbox: apart from others, because a real cluster may be named like one of the sandbox. */
const KEYS = ['kubemate.pipelines.environments', 'kubemate.sandbox.environments'] as const;

/**
 * In the order of promotion.
 * @throws InputError naming the key of a bad entry, which stops start-up
 */
export function readEnvironments(
  config: Pick<RootConfigService, 'getOptional' | 'getOptionalBoolean'>,
): readonly Environment[] {
  const [declared, sandbox] = KEYS.map(key => parse(config.getOptional(key) ?? [], key));
  const environments =
    declared !== undefined && declared.length > 0
      ? declared
      : config.getOptionalBoolean('kubemate.sandbox.enabled')
        ? (sandbox ?? [])
        : [];
  const names = environments.map(environment => environment.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined)
    throw new InputError(`kubemate.pipelines.environments: ${twice} is there twice`);
  return environments;
}

function parse(value: unknown, key: string): readonly Environment[] {
  const parsed = z.array(environmentSchema).max(20).safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${[key, ...path].join('.')}: ${message}`,
  );
  throw new InputError(issues.join('; '));
}
