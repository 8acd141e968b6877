import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { InputError, ResponseError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { hostedRepositoryOf, RepositoriesClient } from '@kubemate/plugin-repositories-common';
import { placeOf, withoutType } from './placeOf';

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
      'Reads which files a repository has, on the portal’s own git server or on another host that the configuration gives to the person who started the task.',
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
      const looked = await told(() => look(client, ctx.input.repository));
      const { owner, name, remoteUrl } = looked;
      // Copied: the scaffolder takes only lists of its own making.
      const files = Array.from(looked.files);
      const has = describe(files);
      ctx.output('owner', owner);
      ctx.output('name', name);
      ctx.output('remoteUrl', remoteUrl);
      ctx.output('files', files);
      ctx.output('has', has);
      const there = Object.entries(has).flatMap(([what, is]) => (is ? [what] : []));
      ctx.logger.info(
        `${looked.title} has ${files.length} files; there already: ${there.join(', ') || 'nothing of it'}`,
      );
    },
  });
}

interface Looked {
  readonly title: string;
  readonly owner: string;
  readonly name: string;
  readonly remoteUrl: string;
  readonly files: readonly string[];
}

async function look(client: RepositoriesClient, address: string): Promise<Looked> {
  const hosted = hostedRepositoryOf(withoutType(address));
  if (hosted !== undefined) return lookOnHost(client, hosted);
  const place = placeOf(address);
  const title = `${place.owner}/${place.name}`;
  const repository = await client.getRepository(place);
  if (!repository.head) throw new InputError(`${title} has no commit yet: push something first`);
  const { items, isCut } = await client.readFiles(place, { recursive: true });
  if (isCut) throw new InputError(`${title} has too many files to look through`);
  return { ...place, title, remoteUrl: repository.cloneUrl, files: items.map(({ path }) => path) };
}

async function lookOnHost(client: RepositoriesClient, address: string): Promise<Looked> {
  const found = await client.listFilesOnHost({ repository: address });
  const { repository: title, cloneUrl: remoteUrl, owners, files, isCut } = found;
  if (isCut) throw new InputError(`${title} has too many files to look through`);
  const [owner] = owners.flatMap(ref => /^group:default\/(.+)$/.exec(ref)?.[1] ?? []);
  if (owner === undefined)
    throw new InputError(`kubemate.pipelines.gitRepositories names no group that owns ${title}`);
  return { title, owner, name: title.replace(/^.*\//, ''), remoteUrl, files };
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
