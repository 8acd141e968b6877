import path from 'node:path';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const MIB = 1024 * 1024;

const schema = z.strictObject({
  enabled: z.boolean({ error: 'must be true or false' }).default(true),
  directory: z
    .string({ error: 'must be a folder' })
    .min(1, { error: 'must be a folder' })
    .default('./.kubemate/data/exec-recordings'),
  retentionDays: z
    .number({ error: 'must be a whole number of days' })
    .int({ error: 'must be a whole number of days' })
    .min(1, { error: 'must be at least 1' })
    .default(90),
  maxMebibytes: z
    .number({ error: 'must be a whole number' })
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(200, { error: 'must be at most 200' })
    .default(10),
});

export interface ExecRecordingConfig {
  /** Absolute. */
  readonly directory: string;
  readonly retentionDays: number;
  /** Of one transcript. */
  readonly maxBytes: number;
}

/**
 * Reads `kubemate.exec.recordings`.
 * @returns undefined where recordings are turned off
 * @throws InputError naming the key, which stops start-up
 */
export function readExecConfig(config: RootConfigService): ExecRecordingConfig | undefined {
  const key = 'kubemate.exec.recordings';
  const parsed = schema.safeParse(config.getOptional(key) ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(`${[key, ...(issue?.path ?? [])].join('.')} ${issue?.message}`);
  }
  const { enabled, directory, retentionDays, maxMebibytes } = parsed.data;
  if (!enabled) return undefined;
  return { directory: path.resolve(directory), retentionDays, maxBytes: maxMebibytes * MIB };
}
