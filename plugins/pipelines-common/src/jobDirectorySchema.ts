import { z } from 'zod';

/** What the catalog must know of the jobs of Jenkins, and to whom it may show them. */
export const jobDirectorySchema = z.object({
  instances: z.array(
    z.object({
      name: z.string(),
      /** False where it did not answer: then nothing is known of its jobs. */
      isRead: z.boolean(),
      jobs: z.array(
        z.object({
          /** As Jenkins calls it; a multibranch project is one job. */
          fullName: z.string(),
          folder: z.string(),
          name: z.string(),
          description: z.string().optional(),
          isMultibranch: z.boolean(),
          /** Entity refs, or `*` for everybody, as the configuration has them. */
          owners: z.array(z.string()),
          readers: z.array(z.string()),
        }),
      ),
    }),
  ),
});

export type JobDirectory = z.output<typeof jobDirectorySchema>;
