import type { RootConfigService } from '@backstage/backend-plugin-api';
import { isPlainHttp, upstreamUrlSchema } from '@kubemate/upstream-node';
import { z } from 'zod';
import { readConfigList } from '@kubemate/upstream-node';

const KEY = 'kubemate.pipelines.sonarqube';
const text = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });

const serverSchema = z
  .strictObject({
    name: text.regex(/^[A-Za-z0-9][-._A-Za-z0-9]{0,62}$/, {
      error: 'must be up to 63 letters, digits, dots, dashes or underscores',
    }),
    url: upstreamUrlSchema,
    publicUrl: upstreamUrlSchema.optional(),
    allowPlainHttp: z.boolean({ error: 'must be true or false' }).default(false),
    token: text,
  })
  .superRefine(({ url, allowPlainHttp }, context) => {
    if (!allowPlainHttp && URL.canParse(url) && isPlainHttp(url))
      context.addIssue({
        code: 'custom',
        path: ['url'],
        message: 'must start with https://, or allowPlainHttp be true',
      });
  });

/** One entry of `kubemate.pipelines.sonarqube`. */
export type SonarConfig = z.output<typeof serverSchema>;

/** @throws InputError naming the key of each bad entry, and no value of a secret */
export function readSonarConfig(
  config: Pick<RootConfigService, 'getOptional'>,
): readonly SonarConfig[] {
  return readConfigList(config, {
    ...{ key: KEY, entry: serverSchema, max: 20 },
    nameOf: ({ name }) => name,
  });
}
