import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { InputError, ResponseError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { RepositoriesClient } from '@kubemate/plugin-repositories-common';
import { placeOf } from './placeOf';

/** Tells what a repository has already, as far as a template would bring it. */
export function lookAtRepository({
  auth,
  discovery,
}: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}) {
  return createTemplateAction({
    id: 'kubemate:repository:look',
    description:
      'Reads which files a repository on the portal’s own git server has, as the person who started the task.',
    supportsDryRun: true,
    schema: {
      input: {
        repository: z => z.string().min(3).max(700).describe('`owner/name`, or its address'),
      },
      output: {
        owner: z => z.string().describe('The group that it belongs to, by name'),
        name: z => z.string(),
        remoteUrl: z => z.string().describe('Where git clones it from'),
        files: z => z.array(z.string()).describe('Every file, by path'),
        has: z =>
          z
            .object({
              catalogInfo: z.boolean(),
              containerfile: z.boolean(),
              manifests: z.boolean(),
              tekton: z.boolean(),
              jenkins: z.boolean(),
              docs: z.boolean(),
            })
            .describe('What of a service is there'),
      },
    },
    async handler(ctx) {
      const place = placeOf(ctx.input.repository);
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await ctx.getInitiatorCredentials(),
        targetPluginId: 'repositories',
      });
      const client = new RepositoriesClient({
        fetch: (input, init) => {
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${token}`);
          return globalThis.fetch(input, { ...init, headers });
        },
        baseUrl: await discovery.getBaseUrl('repositories'),
      });
      const repository = await told(() => client.getRepository(place));
      if (!repository.head)
        throw new InputError(
          `${place.owner}/${place.name} has no commit yet: push something first`,
        );
      const { items, isCut } = await told(() => client.readFiles(place, { recursive: true }));
      if (isCut)
        throw new InputError(`${place.owner}/${place.name} has too many files to look through`);
      // Copied: the scaffolder takes only lists of its own making.
      const files = Array.from(items, ({ path }) => path);
      const has = describe(files);
      ctx.output('owner', place.owner);
      ctx.output('name', place.name);
      ctx.output('remoteUrl', repository.cloneUrl);
      ctx.output('files', files);
      ctx.output('has', has);
      const there = Object.entries(has).flatMap(([what, is]) => (is ? [what] : []));
      ctx.logger.info(
        `${place.owner}/${place.name} has ${files.length} files; there already: ${there.join(', ') || 'nothing of it'}`,
      );
    },
  });
}

/** The portal's own words, in place of an error of HTTP. */
async function told<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    throw new InputError(error.body.error?.message ?? error.message, error);
  }
}

function describe(files: readonly string[]) {
  const some = (pattern: RegExp) => files.some(file => pattern.test(file));
  return {
    catalogInfo: some(/^catalog-info\.ya?ml$/),
    containerfile: some(/^(?:Containerfile|Dockerfile)$/),
    // Whatever deploys it: what is there is not mixed with something else.
    manifests: some(
      /^(?:deploy|k8s|kubernetes|manifests|charts?|helm|kustomize)\/|(?:^|\/)(?:kustomization\.ya?ml|Chart\.yaml)$/,
    ),
    tekton: some(/^\.tekton\//),
    jenkins: some(/^Jenkinsfile$/),
    docs: some(/^mkdocs\.ya?ml$/),
  };
}
