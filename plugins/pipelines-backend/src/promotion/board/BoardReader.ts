import { isError } from '@backstage/errors';
import { GATE_KINDS } from '@kubemate/plugin-pipelines-common';
import type {
  Board,
  BoardEnvironment,
  BoardList,
  BoardSummary,
  BoardTransition,
  Gate,
  Release,
} from '@kubemate/plugin-pipelines-common';
import type { Component } from '../environments/Components';
import { compareConfig } from '../environments/compareConfig';
import type { Environment, EnvironmentGates } from '../environments/Environment';
import type { Found, Gap, Located } from '../environments/EnvironmentReader';
import { chooseContainer, rolloutOf } from '../environments/workloads';
import { isSameImage, parseImage } from '../imageRef';
import type { StoredPromotion } from '../promotions/PromotionStore';
import { presentPromotion } from '../promotions/presentPromotion';
import { isFirst } from '../first/FirstRelease';
import { placesOf } from '../gates/MetricGate';
import { folderOf } from '../git/pathOf';
import type { Asker, Promotions } from '../Promotions';
import { chooseDelivery } from '../tenants/chooseDelivery';
import { RolloutDates } from './RolloutDates';

type Running = Extract<BoardEnvironment, { state: 'running' }>;

const LAST_PROMOTIONS = 20;
/** Components whose environments are looked up at once. */
const PARALLEL = 8;

/** Boards of components, read as whoever asks; what is seen on the way is taken down as a release. */
export class BoardReader {
  readonly #promotions: Promotions;
  readonly #dates: RolloutDates;

  constructor(promotions: Promotions) {
    this.#promotions = promotions;
    this.#dates = new RolloutDates(promotions.kube);
  }

  async board(ref: string, asker: Asker): Promise<Board> {
    const { components, environments, reader, stores, clock } = this.#promotions;
    const component = await components.get(ref, asker.credentials);
    const found = await Promise.all(
      environments.map(each => reader.find(component, each, asker.viewer)),
    );
    const [releases, recent, active] = await Promise.all([
      stores.releases.current([component.ref]),
      stores.promotions.list({ component: component.ref, limit: LAST_PROMOTIONS }),
      stores.promotions.active(component.ref),
    ]);
    const shown = await Promise.all(
      environments.map(async (environment, index) => {
        const each = found[index];
        const of = (promotion: StoredPromotion) => promotion.to === environment.name;
        const last = recent.find(other => of(other) && other.finishedAt !== undefined);
        if (each === undefined) return absent(environment);
        if (each.state === 'gap') return firstIn(each, { component, environment, last });
        const release = await this.#note(each, { component, environment, releases, asker });
        const going = active.find(of);
        const delivery = await this.#delivery(component, each);
        return { ...running(each, { environment, release, going, last }), ...delivery };
      }),
    );
    const transitions = await Promise.all(
      pairs(environments).map(({ from, to, at }) =>
        this.#transition({ component, from, to }, [found[at], found[at + 1]], asker),
      ),
    );
    const { ref: name, title, owner, git } = component;
    const repository = git?.repository;
    return {
      component: name,
      title,
      owner,
      repository,
      environments: shown,
      transitions,
      asOf: clock.now(),
    };
  }

  /** Nothing where it is not known what the tenant asks for; a plan says so then. */
  async #delivery({ git }: Component, { ref }: Found): Promise<Pick<Running, 'delivery'>> {
    try {
      return { delivery: chooseDelivery(git, await this.#promotions.tenants.of(ref)) };
    } catch (error) {
      if (isError(error) && error.name === 'ServiceUnavailableError') return {};
      throw error;
    }
  }

  /** A page of components that say where they run, by name. */
  async list(
    query: { search?: string; owner?: string; limit: number; cursor?: string },
    asker: Asker,
  ): Promise<BoardList> {
    const { components, environments, clock } = this.#promotions;
    const matching = (await components.list(asker.credentials)).filter(each =>
      matches(each, query),
    );
    const { cursor, limit } = query;
    const start = cursor === undefined ? 0 : matching.findIndex(({ ref }) => ref === cursor) + 1;
    const page = matching.slice(start, start + limit);
    const releases = await this.#promotions.stores.releases.current(page.map(({ ref }) => ref));
    const items: BoardSummary[] = [];
    for (let at = 0; at < page.length; at += PARALLEL) {
      const batch = page.slice(at, at + PARALLEL);
      items.push(
        ...(await Promise.all(batch.map(each => this.#summary(each, { releases, asker })))),
      );
    }
    const last = page.at(-1);
    return {
      items,
      total: matching.length,
      ...(last !== undefined && start + limit < matching.length ? { nextCursor: last.ref } : {}),
      environments: environments.map(({ name, title, cluster, gates }) => ({
        ...{ name, title, cluster },
        gates: kindsOf(gates),
      })),
      asOf: clock.now(),
    };
  }

  async #summary(
    component: Component,
    { releases, asker }: { releases: readonly Release[]; asker: Asker },
  ): Promise<BoardSummary> {
    const { environments, reader, clock, stores } = this.#promotions;
    const active = await stores.promotions.active(component.ref);
    const shown = await Promise.all(
      environments.map(async environment => {
        const located = await reader.locate(component, environment, asker.viewer);
        return located.state === 'gap'
          ? located
          : summarise(located, {
              ...{ component, environment },
              release: releaseIn(releases, component, environment),
              going: active.find(({ to }) => to === environment.name),
            });
      }),
    );
    const { ref, title, owner } = component;
    return {
      ...{ component: ref, title, owner, environments: shown, asOf: clock.now() },
      transitions: pairs(environments).map(({ from, to, at }) => ({
        from: from.name,
        to: to.name,
        ...sameness(imageOf(shown[at]), imageOf(shown[at + 1])),
      })),
    };
  }

  /** What runs there, with since when and by whom; new to the portal, it is taken down. */
  async #note(
    found: Found,
    options: {
      component: Component;
      environment: Environment;
      releases: readonly Release[];
      asker: Asker;
    },
  ): Promise<Release | undefined> {
    const { component, environment, releases, asker } = options;
    const { stores, clock } = this.#promotions;
    const known = releaseIn(releases, component, environment);
    const isKnown = known !== undefined && isSameImage(known.image, found.image);
    const isGood = found.workload.rollout === 'complete';
    if (isKnown && (known.isGood || !isGood)) return known;
    const since = isKnown
      ? known.since
      : ((await this.#dates.since(found, asker.viewer)) ?? clock.now());
    const { ref } = component;
    await stores.releases.note({
      ...{ component: ref, environment: environment.name, image: found.image, since, isGood },
      replicas: found.workload.replicas.wanted,
      via: 'seen',
    });
    if (isKnown) return known;
    const [now] = (await stores.releases.current([ref])).filter(
      each => each.environment === environment.name,
    );
    return now;
  }

  async #transition(
    { component, from, to }: { component: Component; from: Environment; to: Environment },
    [source, target]: readonly (Found | Gap | undefined)[],
    asker: Asker,
  ): Promise<BoardTransition> {
    const between = { from: from.name, to: to.name };
    const nothing = { ...between, differences: [], gates: [] };
    if (source?.state !== 'found' || target === undefined) return nothing;
    const { image } = source;
    const change = { component, image, ...placesOf({ from, to, source, target }) };
    if (target.state === 'gap') {
      if (target.cause !== 'absent' || !isFirst(component, to)) return nothing;
      const gates = await this.#promotions.gatesBefore(to, change, asker);
      return { ...nothing, isSame: false, gates: [...gates] };
    }
    const isSame = isSameImage(source.image, target.image);
    const gates = isSame ? [] : await this.#promotions.gatesBefore(to, change, asker);
    return {
      ...between,
      isSame,
      differences: compareConfig(side(target), side(source)),
      gates: [...gates],
    };
  }
}

/** What the first promotion would make it of, and how the last one ended. */
function firstIn(
  gap: Gap,
  options: { component: Component; environment: Environment; last?: StoredPromotion },
): Gap {
  const { component, environment, last } = options;
  const { source } = component;
  if (gap.cause !== 'absent' || source === undefined || !isFirst(component, environment))
    return gap;
  const { repository } = source;
  return {
    ...gap,
    first: { repository, path: folderOf(source, environment.name) },
    ...(last?.first === true ? { lastPromotion: presentPromotion(last) } : {}),
  };
}

function kindsOf(gates: EnvironmentGates): Gate['kind'][] {
  const isThere: Readonly<Record<Gate['kind'], boolean>> = {
    'pipeline-passed': gates.pipelinePassed !== undefined,
    'quality-gate': gates.qualityGate !== undefined,
    'image-signed': gates.imageSigned,
    'image-scanned': gates.imageScanned !== undefined,
    metrics: gates.metrics !== undefined,
    approvals: gates.approvals !== undefined,
    freeze: gates.freeze,
  };
  return GATE_KINDS.filter(kind => isThere[kind]);
}

function side({ container, workload }: Found) {
  return { container, replicas: workload.replicas.wanted };
}

function running(
  { ref, workload, image }: Found,
  options: {
    environment: Environment;
    release?: Release;
    going?: StoredPromotion;
    last?: StoredPromotion;
  },
): Running {
  const { environment, release, going, last } = options;
  const { name, title, cluster } = environment;
  const { replicas, rollout, rolloutReason } = workload;
  return {
    ...{ name, title, cluster, state: 'running', workload: ref, image, replicas, rollout },
    ...(rolloutReason === undefined ? {} : { rolloutReason }),
    ...whoAndWhen(release, image),
    ...(going === undefined ? {} : { promotion: presentPromotion(going) }),
    ...(last === undefined ? {} : { lastPromotion: presentPromotion(last) }),
  };
}

function summarise(
  { kind, row }: Located,
  options: {
    component: Component;
    environment: Environment;
    release?: Release;
    going?: StoredPromotion;
  },
): Running {
  const { component, environment, release, going } = options;
  const { name, title, cluster } = environment;
  const names = list(row.cells.containers);
  const images = list(row.cells.images);
  const container = chooseContainer(
    names.map(each => ({ name: each })),
    { named: component.container, like: [component.name, row.name] },
  )?.name;
  // Two containers with one image are one there: the place says nothing then.
  const at = images.length === names.length ? names.indexOf(container ?? '') : 0;
  const parsed = parseImage(images[Math.max(0, at)] ?? '');
  const isKnown = release !== undefined && isSameImage(release.image, parsed);
  const image =
    isKnown && parsed.digest === undefined ? { ...parsed, digest: release.image.digest } : parsed;
  const { namespace = '' } = row;
  return {
    ...{ name, title, cluster, state: 'running', image },
    workload: {
      ...{ cluster, apiVersion: 'apps/v1', kind, namespace, name: row.name },
      container: container ?? '',
    },
    replicas: {
      wanted: Number(row.cells.desired ?? 0),
      ready: Number(String(row.cells.ready ?? '0').split('/')[0]),
      updated: Number(row.cells.upToDate ?? 0),
    },
    ...rolloutOf(row),
    ...whoAndWhen(release, image),
    ...(going === undefined ? {} : { promotion: presentPromotion(going) }),
  };
}

function whoAndWhen(release: Release | undefined, image: Running['image']) {
  if (release === undefined || !isSameImage(release.image, image)) return {};
  return { since: release.since, ...(release.by === undefined ? {} : { by: release.by }) };
}

function list(cell: unknown): string[] {
  return typeof cell === 'string' ? cell.split(',') : [];
}

function imageOf(environment: BoardEnvironment | undefined) {
  return environment?.state === 'running' ? environment.image : undefined;
}

function sameness(left: Running['image'] | undefined, right: Running['image'] | undefined) {
  return left === undefined || right === undefined ? {} : { isSame: isSameImage(left, right) };
}

function releaseIn(releases: readonly Release[], { ref }: Component, { name }: Environment) {
  return releases.find(each => each.component === ref && each.environment === name);
}

function pairs(environments: readonly Environment[]) {
  return environments.flatMap((from, at) => {
    const to = environments[at + 1];
    return to === undefined ? [] : [{ from, to, at }];
  });
}

function matches(
  { name, title, description = '', owner }: Component,
  query: { search?: string; owner?: string },
): boolean {
  if (query.owner !== undefined && owner !== query.owner) return false;
  const text = `${name} ${title} ${description}`.toLowerCase();
  const words = query.search?.toLowerCase().split(/\s+/) ?? [];
  return words.every(word => text.includes(word));
}

function absent({ name, title, cluster }: Environment): Gap {
  return { name, title, cluster, state: 'gap', cause: 'absent', reason: 'Nothing is known of it' };
}
