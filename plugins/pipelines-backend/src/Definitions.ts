import type { Viewer } from '@kubemate/kube-node';
import type {
  Definition,
  DefinitionDetail,
  DefinitionList,
} from '@kubemate/plugin-pipelines-common';
import { splitPlaces } from './splitPlaces';

export interface DefinitionQuery {
  readonly places?: readonly string[];
  readonly folders?: readonly string[];
  readonly search?: string;
  readonly kind: Definition['kind'];
}

/** What runs of an engine are made of, as the viewer may see it. */
export interface Definitions {
  /** Whether a place is this engine's. */
  has(place: string): boolean;
  list(query: DefinitionQuery, viewer: Viewer): Promise<DefinitionList>;
  get(
    ref: { place: string; folder: string; name: string; kind: Definition['kind'] },
    viewer: Viewer,
  ): Promise<DefinitionDetail>;
}

/** Definitions of all engines in one list. The last engine takes places that none has. */
export class AllDefinitions implements Definitions {
  readonly #engines: readonly Definitions[];

  constructor(engines: readonly Definitions[]) {
    this.#engines = engines;
  }

  has(): boolean {
    return true;
  }

  async list(query: DefinitionQuery, viewer: Viewer): Promise<DefinitionList> {
    const lists = await Promise.all(
      splitPlaces(this.#engines, query.places).map(({ engine, places }) =>
        engine.list({ ...query, places }, viewer),
      ),
    );
    return {
      items: lists.flatMap(({ items }) => items).sort((a, b) => (a.name < b.name ? -1 : 1)),
      failures: lists.flatMap(({ failures }) => failures),
    };
  }

  get(ref: Parameters<Definitions['get']>[0], viewer: Viewer): Promise<DefinitionDetail> {
    const [own] = splitPlaces(this.#engines, [ref.place]);
    if (own === undefined) throw new Error('There is no engine');
    return own.engine.get(ref, viewer);
  }
}
