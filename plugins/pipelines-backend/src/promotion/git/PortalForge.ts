import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { OperationsClient } from '@kubemate/operations-common';
import {
  actingForHeaders,
  ownerNameSchema,
  RepositoriesClient,
  repositoryNameSchema,
  repositoryOperations,
} from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type {
  Forge,
  ForgeChange,
  ForgeCommit,
  ForgeFile,
  ForgeProposal,
  ForgePullRequest,
  ForgeRepository,
  ForgeUser,
  TriedCommit,
} from '@kubemate/git-hosts-node';

const PLUGIN = 'repositories';
const TIMEOUT_MS = 20_000;
const MAX_FILES = 40;

interface Parts {
  readonly place: RepositoryPlace;
  readonly repositories: RepositoriesClient;
  readonly operations: OperationsClient;
}

class PortalRepository implements ForgeRepository {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  read(path: string): Promise<ForgeFile> {
    return translated(async () => {
      const { place, repositories } = this.#parts;
      const { defaultBranch, protectDefaultBranch } = await repositories.getRepository(place);
      const { commit, file } = await repositories.readFiles(place, { path, ref: defaultBranch });
      if (file?.encoding !== 'utf8') throw new InputError(`${path} is no text file`);
      return {
        ...{ text: file.content, head: commit },
        ...{ branch: defaultBranch, isProtected: protectDefaultBranch },
      };
    });
  }

  folder(path: string): Promise<ReadonlyMap<string, string>> {
    return translated(async () => {
      const { place, repositories } = this.#parts;
      const { items, commit } = await repositories.readFiles(place, { path, recursive: true });
      const files = items.filter(({ kind }) => kind === 'file').slice(0, MAX_FILES);
      const texts = new Map<string, string>();
      for (const each of files) {
        const { file } = await repositories.readFiles(place, { path: each.path, ref: commit });
        if (file?.encoding === 'utf8') texts.set(each.path.slice(path.length + 1), file.content);
      }
      return texts;
    });
  }

  log(path: string, limit: number): Promise<readonly ForgeCommit[]> {
    return translated(async () => {
      const { place, repositories } = this.#parts;
      const { items } = await repositories.listCommits(place, { path, limit });
      return items;
    });
  }

  tryCommit(change: ForgeChange & { branch?: string }): Promise<TriedCommit> {
    return translated(async () => {
      const { operations } = this.#parts;
      const input = this.#commitOf(change);
      const plan = await operations.plan(repositoryOperations.commit, input);
      return { diff: plan.diff, ...(plan.allowed ? {} : { refusal: plan.reason }) };
    });
  }

  commit(change: ForgeChange): Promise<string> {
    return translated(async () => {
      const { operations } = this.#parts;
      const input = this.#commitOf(change);
      const { output } = await operations.run(repositoryOperations.commit, input);
      return String(output?.commit ?? '');
    });
  }

  propose(proposal: ForgeProposal): Promise<number> {
    return translated(async () => {
      const { place, repositories, operations } = this.#parts;
      const { branch: head, message } = proposal;
      const { items } = await repositories.listPullRequests(place, { state: 'all' });
      const known = items.find(each => each.head === head);
      if (known !== undefined) return known.number;
      const { branches } = await repositories.getRepository(place);
      if (!branches.some(({ name }) => name === head))
        await operations.run(repositoryOperations.commit, this.#commitOf(proposal));
      const [title = '', ...body] = message.split('\n');
      const { output } = await operations.run(repositoryOperations.openPullRequest, {
        ...{ ...place, head, title: title.slice(0, 300), body: body.join('\n').trim() },
      });
      return Number(output?.number);
    });
  }

  pullRequest(number: number): Promise<ForgePullRequest> {
    return translated(async () => {
      const { place, repositories } = this.#parts;
      const { state, mergeCommit } = await repositories.getPullRequest({ ...place, number });
      return { state, ...(mergeCommit === undefined ? {} : { mergeCommit }) };
    });
  }

  close(number: number): Promise<void> {
    return translated(async () => {
      const { place, repositories, operations } = this.#parts;
      try {
        await operations.run(repositoryOperations.closePullRequest, { ...place, number });
      } catch (error) {
        const { state } = await repositories.getPullRequest({ ...place, number });
        if (state === 'open') throw error;
        // Who may close an open one is another question than whether there is anything to close.
        if (state === 'merged')
          throw new ConflictError(`Pull request ${number} was merged already`);
      }
    });
  }

  #commitOf({ path, text, message, head, branch }: ForgeChange & { branch?: string }) {
    const change = { ...this.#parts.place, message, files: { [path]: text } };
    // A branch of its own begins where the default branch is by then.
    return branch === undefined ? { ...change, expectedHead: head } : { ...change, branch };
  }
}

const ERRORS = { NotFoundError, NotAllowedError, ConflictError, InputError };

/** The plugin's errors are ours; what else goes wrong on the way is no answer. */
async function translated<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isError(error)) throw error;
    const told = isError(error.cause) ? error.cause : error;
    const Known = Object.entries(ERRORS).find(([name]) => name === told.name)?.[1];
    if (Known !== undefined) throw new Known(told.message);
    if (told.name === 'AuthenticationError') throw new NotAllowedError(told.message);
    throw new ServiceUnavailableError(
      `The git server of the portal does not answer: ${told.message}`,
    );
  }
}

export interface PortalForgeOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly fetch: typeof globalThis.fetch;
}

/** The repositories that the portal keeps itself, by their plugin's API. */
export class PortalForge implements Forge {
  readonly #options: PortalForgeOptions;

  constructor(options: PortalForgeOptions) {
    this.#options = options;
  }

  open(repository: string, user: ForgeUser): ForgeRepository {
    const [owner, name, ...rest] = repository.split('/');
    const place = {
      owner: ownerNameSchema.safeParse(owner),
      name: repositoryNameSchema.safeParse(name),
    };
    if (!place.owner.success || !place.name.success || rest.length > 0)
      throw new InputError(`${repository} is no repository of the portal: it has to be owner/name`);
    const fetch = this.#fetchAs(user);
    const baseUrl = () => this.#options.discovery.getBaseUrl(PLUGIN);
    return new PortalRepository({
      place: { owner: place.owner.data, name: place.name.data },
      repositories: new RepositoriesClient({ fetch, baseUrl }),
      operations: new OperationsClient({ fetch, baseUrlOf: baseUrl }),
    });
  }

  #fetchAs(user: ForgeUser): typeof globalThis.fetch {
    const { auth, fetch } = this.#options;
    return async (input, init) => {
      const onBehalfOf =
        'credentials' in user ? user.credentials : await auth.getOwnServiceCredentials();
      const { token } = await auth.getPluginRequestToken({ onBehalfOf, targetPluginId: PLUGIN });
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      if ('user' in user)
        for (const [name, value] of Object.entries(actingForHeaders(user)))
          headers.set(name, value);
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
      return fetch(input, { ...init, headers, signal });
    };
  }
}
