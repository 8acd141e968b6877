import type { RootConfigService } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import { readConfigList } from '@kubemate/upstream-node';

const name = z
  .string({ error: 'must be text' })
  .regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, { error: 'must be the name of an object' });

const hookSchema = z.strictObject({
  /** A cluster. */
  place: name,
  folder: name,
  listener: name,
  /** What all its deliveries are signed with; where absent, the Secrets that its interceptors name. */
  secret: z
    .string({ error: 'must be text' })
    .min(16, { error: 'must have at least 16 characters' })
    .optional(),
});

/** An event listener whose deliveries the portal takes. */
export type Hook = z.output<typeof hookSchema>;
export type HookPlace = Pick<Hook, 'place' | 'folder' | 'listener'>;

/**
 * Reads `kubemate.pipelines.hooks`, and those of the sandbox where it is on.
 * @throws InputError naming the key of a bad entry
 */
export function readHooks(
  config: Pick<RootConfigService, 'getOptional' | 'getOptionalBoolean'>,
): readonly Hook[] {
  const read = (key: string) =>
    readConfigList(config, {
      ...{ key, entry: hookSchema, max: 1000 },
      nameOf: ({ place, folder, listener }) => `${place}/${folder}/${listener}`,
    });
  const sandbox = read('kubemate.sandbox.hooks');
  const isOn = config.getOptionalBoolean('kubemate.sandbox.enabled') === true;
  return [...read('kubemate.pipelines.hooks'), ...(isOn ? sandbox : [])];
}
