import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const days = z.number().int().min(1).max(36_500);
const hour = z.number().int().min(0).max(24);
const many = (count: number, minutes: number) =>
  z
    .strictObject({
      enabled: z.boolean().default(true),
      count: z.number().int().min(2).max(10_000).default(count),
      minutes: z
        .number()
        .min(1)
        .max(24 * 60)
        .default(minutes),
    })
    .prefault({});

const pem = z.string().includes('-----BEGIN ', { error: 'must be PEM' });

const schema = z.strictObject({
  signingKeys: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/, 'must be letters, digits and ._-'),
        secret: z.string().min(16, 'must have at least 16 characters'),
      }),
    )
    .optional(),
  keepDays: z.strictObject({ trail: days.default(400), reads: days.default(14) }).prefault({}),
  holds: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        /** As in the query of `/records`. */
        query: z.record(z.string(), z.string()),
      }),
    )
    .default([]),
  requests: z
    .strictObject({
      enabled: z.boolean().default(true),
      buffer: z.number().int().min(10).max(1_000_000).default(10_000),
    })
    .prefault({}),
  events: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Events that weigh less are not recorded. */
      from: z.enum(['low', 'medium', 'high', 'critical']).default('medium'),
      buffer: z.number().int().min(10).max(1_000_000).default(10_000),
    })
    .prefault({}),
  kubernetes: z
    .array(
      z.strictObject({
        cluster: z.string().min(1).max(63),
        token: z.string().min(16, 'must have at least 16 characters').optional(),
        /** The common name of its API servers' client certificate. */
        clientName: z.string().min(1).max(200).optional(),
        /** `people` leaves out what the cluster's own components do. */
        include: z.enum(['people', 'everybody']).default('people'),
      }),
    )
    .default([]),
  receiver: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535),
      certificate: pem,
      key: pem,
      clientCa: pem,
    })
    .optional(),
  rules: z
    .strictObject({
      massDelete: many(10, 5),
      manyDenials: many(10, 10),
      offHoursWrite: z
        .strictObject({
          enabled: z.boolean().default(true),
          /** Working time, in the time zone: from the first hour until before the last, Monday to Friday. */
          from: hour.default(7),
          to: hour.default(20),
          timeZone: z.string().default('UTC'),
          /** Labels of the clusters that it is about. */
          clusterLabels: z.record(z.string(), z.string()).default({ environment: 'prod' }),
        })
        .prefault({}),
      roleEscalation: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
    })
    .prefault({}),
});

export type AuditConfig = z.output<typeof schema>;
export type RuleConfig = AuditConfig['rules'];

/**
 * Reads `kubemate.audit`.
 * @throws InputError naming each key that is wrong, which stops the start
 */
export function readAuditConfig(config: Config): AuditConfig {
  const parsed = schema.safeParse(config.getOptional('kubemate.audit') ?? {});
  if (!parsed.success)
    throw new InputError(
      parsed.error.issues
        .map(({ path, message }) => `${['kubemate.audit', ...path].join('.')}: ${message}`)
        .join('; '),
    );
  checkReceivers(parsed.data);
  const { timeZone } = parsed.data.rules.offHoursWrite;
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new InputError(`kubemate.audit.rules.offHoursWrite.timeZone: there is no "${timeZone}"`);
  }
  return parsed.data;
}

/** An entry without any proof would take events from anybody. */
function checkReceivers({ kubernetes, receiver }: AuditConfig): void {
  for (const [at, { token, clientName }] of kubernetes.entries()) {
    const key = `kubemate.audit.kubernetes[${at}]`;
    if (token === undefined && clientName === undefined)
      throw new InputError(`${key}: needs a token, a clientName, or both`);
    if (clientName !== undefined && receiver === undefined)
      throw new InputError(
        `${key}.clientName: needs kubemate.audit.receiver, which asks for client certificates`,
      );
  }
}
