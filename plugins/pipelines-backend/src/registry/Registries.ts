import { isError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { imageAddress } from '@kubemate/plugin-pipelines-common';
import type { ImageEvidence, ImageTag, RunningImage } from '@kubemate/plugin-pipelines-common';
import { readEvidence } from './readEvidence';
import { RegistryClient } from './RegistryClient';
import type { RegistryConfig } from './readRegistries';

/** A signature may come at any time, so that nothing is kept long. */
const FRESH_MS = 30_000;
const MAX_KEPT = 2000;
const MAX_TAGS = 20;

interface Kept {
  readonly at: number;
  readonly evidence: Promise<ImageEvidence>;
}

/** What registries say about images, with the portal's own accounts there. */
export class Registries {
  readonly #clients: ReadonlyMap<string, RegistryClient>;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor({ configs, clock }: { configs: readonly RegistryConfig[]; clock: Clock }) {
    this.#clock = clock;
    this.#clients = new Map(
      configs.map(config => [config.host, new RegistryClient({ config, clock })]),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map(client => client.close()));
  }

  /** As the configuration names them. */
  all(): readonly RegistryClient[] {
    return [...this.#clients.values()];
  }

  /** The registry of a host; undefined where the configuration has none. */
  client(host: string): RegistryClient | undefined {
    return this.#clients.get(host);
  }

  /** What is known of an image; why nothing is, where nothing is. `at` is where its registry keeps it, where that is not what its name says. */
  async evidence(image: RunningImage, at?: string): Promise<ImageEvidence> {
    const { host, repository } = imageAddress(at ?? image.repository);
    const { digest } = image;
    const client = this.#clients.get(host);
    if (client === undefined) return { state: 'no-registry', registry: host };
    if (digest === undefined) return { state: 'no-digest', registry: host };
    const key = `${host}/${repository}@${digest}`;
    const now = this.#clock.now();
    const kept = this.#kept.get(key);
    if (kept !== undefined && now - kept.at < FRESH_MS) return kept.evidence;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    const evidence = tell(() => readEvidence(client, { repository, digest }), host);
    this.#kept.set(key, { at: now, evidence });
    return evidence;
  }

  /** The highest versions of a repository with what they stand for now; none where that cannot be told. */
  async tags(repository: string): Promise<readonly ImageTag[]> {
    const { host, repository: path } = imageAddress(repository);
    const client = this.#clients.get(host);
    if (client === undefined) return [];
    try {
      const names = newestFirst(await client.tags(path)).slice(0, MAX_TAGS);
      return await Promise.all(
        names.map(async name => ({ name, digest: (await client.manifest(path, name)).digest })),
      );
    } catch (error) {
      if (causeOf(error) === undefined) throw error;
      return [];
    }
  }
}

/** Versions before commits and words, which no number orders. Without the tags under which cosign and others keep what belongs to a digest. */
export function newestFirst(tags: readonly string[]): string[] {
  const isVersion = (tag: string) => Number(/^v?\d+\.\d/.test(tag));
  return tags
    .filter(tag => !/^sha256-[0-9a-f]{64}/.test(tag))
    .sort(
      (left, right) =>
        isVersion(right) - isVersion(left) || right.localeCompare(left, 'en', { numeric: true }),
    );
}

async function tell(read: () => Promise<ImageEvidence>, registry: string): Promise<ImageEvidence> {
  try {
    return await read();
  } catch (error) {
    return { registry, ...explain(error) };
  }
}

/**
 * Why a registry does not say what it is asked for.
 * @throws what is no answer of a registry
 */
export function explain(error: unknown): {
  readonly state: 'absent' | 'forbidden' | 'unreachable';
  readonly detail: string;
} {
  const state = causeOf(error);
  if (state === undefined || !isError(error)) throw error;
  return { state, detail: error.message };
}

function causeOf(error: unknown): 'absent' | 'forbidden' | 'unreachable' | undefined {
  if (!isError(error)) return undefined;
  if (error.name === 'NotFoundError') return 'absent';
  if (error.name === 'NotAllowedError') return 'forbidden';
  // What cannot be understood is as good as no answer.
  return ['ServiceUnavailableError', 'ZodError'].includes(error.name) ? 'unreachable' : undefined;
}
