import type { RootConfigService } from '@backstage/backend-plugin-api';
import { isPlainHttp, upstreamUrlSchema } from '@kubemate/upstream-node';
import { z } from 'zod';
import { readConfigList } from '@kubemate/upstream-node';

const KEY = 'kubemate.pipelines.tektonResults';
const text = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });

const entrySchema = z
  .strictObject({
    cluster: text,
    url: upstreamUrlSchema,
    allowPlainHttp: z.boolean({ error: 'must be true or false' }).default(false),
    token: text.optional(),
    tokenFile: text.optional(),
  })
  .superRefine(({ url, allowPlainHttp, token, tokenFile }, context) => {
    if (!allowPlainHttp && URL.canParse(url) && isPlainHttp(url))
      context.addIssue({
        code: 'custom',
        path: ['url'],
        message: 'must start with https://, or allowPlainHttp be true',
      });
    if ((token === undefined) === (tokenFile === undefined))
      context.addIssue({
        code: 'custom',
        path: ['token'],
        message: 'must be given, or tokenFile in its place',
      });
  });

/** One entry of `kubemate.pipelines.tektonResults`. */
export type ResultsConfig = z.output<typeof entrySchema>;

/** @throws InputError naming the key of each bad entry, and no value of a secret */
export function readResultsConfig(
  config: Pick<RootConfigService, 'getOptional'>,
): readonly ResultsConfig[] {
  return readConfigList(config, {
    ...{ key: KEY, entry: entrySchema, max: 100 },
    nameOf: ({ cluster }) => cluster,
  });
}
