import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const MEGABYTE = 1024 * 1024;

const schema = z.strictObject({
  folder: z.string().min(1).optional(),
  maxPushMegabytes: z.number().min(1).max(2000).default(50),
  webhooks: z
    .strictObject({
      hosts: z
        .array(z.string().regex(/^(?:\*\.)?[a-z0-9.-]+$/, 'must be a host, or *. before one'))
        .optional(),
    })
    .default({}),
});

/**
 * `kubemate.repositories`.
 * @throws InputError naming the key that is wrong
 */
export function readRepositoriesConfig(config: Config): {
  folder: string;
  maxPushBytes: number;
  /** Undefined where all may be called. */
  webhookHosts: readonly string[] | undefined;
} {
  const parsed = schema.safeParse(config.getOptional('kubemate.repositories') ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      issue => `${['kubemate.repositories', ...issue.path].join('.')}: ${issue.message}`,
    );
    throw new InputError(problems.join('; '));
  }
  const { folder, maxPushMegabytes, webhooks } = parsed.data;
  const isVolatile = config.getOptional('backend.database.connection') === ':memory:';
  const made = () =>
    isVolatile
      ? mkdtempSync(path.join(tmpdir(), 'kubemate-repositories-'))
      : './.kubemate/repositories';
  return {
    folder: path.resolve(folder ?? made()),
    maxPushBytes: maxPushMegabytes * MEGABYTE,
    webhookHosts: webhooks.hosts,
  };
}
