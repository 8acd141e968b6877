import { z } from 'zod';
import { parseImage } from './imageReference';

export const imageQuerySchema = z.strictObject({
  /** As a container has it: `registry.example.com/shop/cart:1.4`. */
  image: z
    .string()
    .min(1)
    .max(600)
    .refine(text => parseImage(text) !== undefined, { error: 'must be the name of an image' }),
});

/** What may be chosen of one registry. */
export const imageRegistrySchema = z.object({
  host: z.string(),
  /** `not-listed`: it gives no list of its repositories, which says nothing of what it holds. */
  state: z.enum(['listed', 'not-listed', 'unreachable']),
  detail: z.string().optional(),
  /** With the host, by name; those that the caller may see. */
  repositories: z.array(z.string()),
  /** It has more than are read. */
  isCut: z.boolean(),
});

export const imageRegistryListSchema = z.object({ registries: z.array(imageRegistrySchema) });

/** What its registry says of an image. */
export const imageLookSchema = z.object({
  registry: z.string(),
  /**
   * `no-registry`: the portal does not know the registry. `not-offered`: nobody has said that the caller may see this repository. Neither says whether it is there.
   */
  state: z.enum(['known', 'no-registry', 'not-offered', 'absent', 'forbidden', 'unreachable']),
  detail: z.string().optional(),
  /** The highest versions first. */
  tags: z.array(z.string()),
  /** What the tag or digest in the name stands for, where there is one; `digest` is absent where there is no such. */
  found: z.object({ digest: z.string().optional() }).optional(),
});

export type ImageRegistry = z.output<typeof imageRegistrySchema>;
export type ImageRegistryList = z.output<typeof imageRegistryListSchema>;
export type ImageLook = z.output<typeof imageLookSchema>;
