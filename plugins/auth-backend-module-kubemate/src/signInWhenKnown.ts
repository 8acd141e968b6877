import type { AuthResolverContext } from '@backstage/plugin-auth-node';
import { z } from 'zod';

/** The catalog has read its files some seconds after the portal is ready. */
const ATTEMPTS = 120;
const PAUSE_MS = 250;

const profileSchema = z.object({
  displayName: z.string().optional(),
  email: z.string().optional(),
});

export interface SignInWhenKnownOptions {
  readonly name: string;
  /** Resolves after so many milliseconds. */
  readonly pause?: (ms: number) => Promise<void>;
}

/**
 * Signs in as a user of the catalog, and waits for a catalog that has only just started: until the user is there, with the
 * groups that the entity names. A token made earlier would lack these groups, and with them the person's rights, for an hour.
 */
export async function signInWhenKnown(
  context: Pick<AuthResolverContext, 'findCatalogUser' | 'signInWithCatalogUser'>,
  options: SignInWhenKnownOptions,
) {
  await untilKnown(context, options);
  return await context.signInWithCatalogUser({ entityRef: { name: options.name } });
}

/** Name and address of a user of the catalog; a catalog that has only just started is waited for. */
export async function profileWhenKnown(
  context: Pick<AuthResolverContext, 'findCatalogUser'>,
  options: SignInWhenKnownOptions,
): Promise<{ displayName?: string; email?: string }> {
  await untilKnown(context, options);
  const { entity } = await context.findCatalogUser({ entityRef: { name: options.name } });
  const { success, data } = profileSchema.safeParse(entity.spec?.profile);
  return success ? data : {};
}

async function untilKnown(
  context: Pick<AuthResolverContext, 'findCatalogUser'>,
  { name, pause = ms => new Promise(resolve => setTimeout(resolve, ms)) }: SignInWhenKnownOptions,
): Promise<void> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    if (await isComplete(context, { entityRef: { name } })) break;
    await pause(PAUSE_MS);
  }
}

async function isComplete(
  context: Pick<AuthResolverContext, 'findCatalogUser'>,
  query: { entityRef: { name: string } },
): Promise<boolean> {
  try {
    const { entity } = await context.findCatalogUser(query);
    const named = Array.isArray(entity.spec?.memberOf) ? entity.spec.memberOf.length : 0;
    const found = entity.relations?.filter(({ type }) => type === 'memberOf').length ?? 0;
    return found >= named;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') return false;
    throw error;
  }
}
