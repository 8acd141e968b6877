import type { Viewer } from '@kubemate/kube-node';
import type {
  Definition,
  DefinitionDetail,
  DefinitionList,
} from '@kubemate/plugin-pipelines-common';

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
    const lists = await Promise.all(this.#engines.map(engine => engine.list(query, viewer)));
    return {
      items: lists.flatMap(({ items }) => items).sort((a, b) => (a.name < b.name ? -1 : 1)),
      failures: lists.flatMap(({ failures }) => failures),
    };
  }

  get(ref: Parameters<Definitions['get']>[0], viewer: Viewer): Promise<DefinitionDetail> {
    const own = this.#engines.find(engine => engine.has(ref.place));
    const chosen = own ?? this.#engines.at(-1);
    if (chosen === undefined) throw new Error('There is no engine');
    return chosen.get(ref, viewer);
  }
}
