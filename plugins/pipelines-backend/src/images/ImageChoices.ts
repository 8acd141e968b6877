import { InputError } from '@backstage/errors';
import type { Clock, Viewer } from '@kubemate/kube-node';
import { parseImage } from '@kubemate/plugin-pipelines-common';
import type {
  ImageLook,
  ImageReference,
  ImageRegistry,
  ImageRegistryList,
} from '@kubemate/plugin-pipelines-common';
import { isAmong, ruleOf } from '../pathRules';
import { explain, newestFirst } from '../registry/Registries';
import type { Registries } from '../registry/Registries';
import { orNothing } from '../registry/RegistryClient';
import type { RegistryClient } from '../registry/RegistryClient';

const FRESH_MS = 60_000;
const MAX_TAGS = 200;

interface Listing {
  readonly state: ImageRegistry['state'];
  readonly detail?: string;
  readonly repositories: readonly string[];
  readonly isCut: boolean;
}

/**
 * Images as a person may choose them. A registry knows the portal's account alone, so the configuration says who may see which repositories; what no entry names is
 * neither offered nor looked at.
 */
export class ImageChoices {
  readonly #registries: Registries;
  readonly #clock: Clock;
  readonly #listings = new Map<string, { at: number; listing: Promise<Listing> }>();

  constructor({ registries, clock }: { registries: Registries; clock: Clock }) {
    this.#registries = registries;
    this.#clock = clock;
  }

  /** The registries of which the person may see something, and what. */
  async list(viewer: Viewer): Promise<ImageRegistryList> {
    const clients = this.#registries
      .all()
      .filter(({ config }) => config.repositories.some(({ readers }) => isAmong(viewer, readers)));
    const registries = clients.map(async client => {
      const { host } = client.config;
      const { repositories, ...rest } = await this.#listing(client);
      const seen = repositories.filter(repository => mayRead(client, viewer, repository));
      return { host, ...rest, repositories: seen.map(repository => `${host}/${repository}`) };
    });
    return { registries: await Promise.all(registries) };
  }

  /** Tags of the repository that an image is in, and whether there is such an image. */
  async look(image: string, viewer: Viewer): Promise<ImageLook> {
    const reference = parseImage(image);
    if (reference === undefined) throw new InputError('image must be the name of an image');
    const { host: registry, repository } = reference;
    const client = this.#registries.client(registry);
    if (client === undefined) return { registry, state: 'no-registry', tags: [] };
    if (!mayRead(client, viewer, repository)) return { registry, state: 'not-offered', tags: [] };
    try {
      return await lookAt(client, reference);
    } catch (error) {
      return { registry, ...explain(error), tags: [] };
    }
  }

  #listing(client: RegistryClient): Promise<Listing> {
    const { host } = client.config;
    const now = this.#clock.now();
    const kept = this.#listings.get(host);
    if (kept !== undefined && now - kept.at < FRESH_MS) return kept.listing;
    const listing = listingOf(client);
    this.#listings.set(host, { at: now, listing });
    return listing;
  }
}

function mayRead({ config }: RegistryClient, viewer: Viewer, repository: string): boolean {
  return isAmong(viewer, ruleOf(config.repositories, repository)?.readers ?? []);
}

async function listingOf(client: RegistryClient): Promise<Listing> {
  try {
    const { names, isCut } = await client.repositories();
    return { state: 'listed', repositories: [...names].sort(), isCut };
  } catch (error) {
    const { state, detail } = explain(error);
    const is = state === 'unreachable' ? 'unreachable' : 'not-listed';
    return { state: is, detail, repositories: [], isCut: false };
  }
}

async function lookAt(client: RegistryClient, reference: ImageReference): Promise<ImageLook> {
  const { host: registry, repository, tag, digest } = reference;
  const named = digest ?? tag;
  const [tags, found] = await Promise.all([
    client.tags(repository),
    named === undefined ? undefined : orNothing(client.manifest(repository, named)),
  ]);
  return {
    registry,
    state: 'known',
    tags: newestFirst(tags).slice(0, MAX_TAGS),
    ...(named === undefined ? {} : { found: { digest: found?.digest } }),
  };
}
