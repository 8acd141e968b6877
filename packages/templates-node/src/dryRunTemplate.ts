import { InputError, NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import type { TemplateFiles } from './readTemplateFolder';

const TIMEOUT_MS = 60_000;
const MAX_FAULT = 1_000;

const answerSchema = z.object({
  directoryContents: z.array(
    z.object({
      path: z.string(),
      base64Content: z.string(),
      executable: z.boolean().optional(),
    }),
  ),
  steps: z.array(z.looseObject({ id: z.string(), name: z.string(), action: z.string() })),
  output: z.record(z.string(), z.unknown()).default({}),
});

const faultSchema = z.object({
  errors: z.array(z.object({ stack: z.string() })).optional(),
  error: z.object({ message: z.string() }).optional(),
});

export interface DryRunOptions {
  /** Its entity. */
  readonly template: object;
  readonly values: Readonly<Record<string, unknown>>;
  /** What lies beside the template. */
  readonly beside: TemplateFiles;
}

export interface DryRunFile {
  readonly path: string;
  readonly content: Buffer;
  readonly executable: boolean;
}

export interface DryRun {
  /** What the workspace holds at the end. */
  readonly files: readonly DryRunFile[];
  readonly steps: readonly {
    readonly id: string;
    readonly name: string;
    readonly action: string;
  }[];
  /** As the template's `output` says. */
  readonly output: Readonly<Record<string, unknown>>;
}

/**
 * The scaffolder's own dry run. Steps that know of it plan, the others are left out.
 * @param scaffolder its base URL, a token for it, and how it is reached
 * @throws InputError with the scaffolder's words where the template does not take the values or a step fails, NotAllowedError where it refuses
 * @throws ServiceUnavailableError where it does not answer
 */
export async function dryRunTemplate(
  { template, values, beside }: DryRunOptions,
  scaffolder: {
    readonly baseUrl: string;
    readonly token: string;
    readonly fetch: typeof globalThis.fetch;
    readonly signal?: AbortSignal;
  },
): Promise<DryRun> {
  const { baseUrl, token, fetch, signal } = scaffolder;
  const ends = AbortSignal.timeout(TIMEOUT_MS);
  const directoryContents = [...beside].map(([path, content]) => ({
    ...{ path, base64Content: content.toString('base64') },
  }));
  const response = await fetch(`${baseUrl}/v2/dry-run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ template, values, secrets: {}, directoryContents }),
    signal: signal ? AbortSignal.any([signal, ends]) : ends,
  }).catch((error: unknown) => {
    throw new ServiceUnavailableError('The scaffolder does not answer', error);
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.status === 403) throw new NotAllowedError(faultOf(answer));
  if (!response.ok) throw new InputError(faultOf(answer));
  const { directoryContents: written, ...rest } = answerSchema.parse(answer);
  return {
    ...rest,
    files: written.map(({ path, base64Content, executable = false }) => ({
      ...{ path, content: Buffer.from(base64Content, 'base64'), executable },
    })),
  };
}

function faultOf(answer: unknown): string {
  const { errors = [], error } = faultSchema.safeParse(answer).data ?? {};
  const told = errors.map(({ stack }) => stack.replace(/^instance\.?/, '').trim()).join('; ');
  return (told || error?.message || 'The scaffolder does not say why').slice(0, MAX_FAULT);
}
