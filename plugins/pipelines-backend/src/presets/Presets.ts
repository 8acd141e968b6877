import type { Viewer } from '@kubemate/kube-node';
import type { DefinitionDetail, RunPreset } from '@kubemate/plugin-pipelines-common';
import type { Definitions } from '../Definitions';
import type { PresetPlace, PresetStore, StoredPreset } from './PresetStore';

/** Presets as somebody may see them: of pipelines that they may see, their own and those of their groups. */
export class Presets {
  readonly store: PresetStore;
  readonly #definitions: Pick<Definitions, 'get'>;

  constructor(options: { store: PresetStore; definitions: Pick<Definitions, 'get'> }) {
    this.store = options.store;
    this.#definitions = options.definitions;
  }

  /** @throws NotFoundError, NotAllowedError for a pipeline that the viewer may not see */
  async list(at: PresetPlace, viewer: Viewer): Promise<{ items: RunPreset[]; groups: string[] }> {
    await this.definition(at, viewer);
    const kept = await this.store.list(at, ownersOf(viewer));
    return { items: kept.map(present), groups: groupsOf(viewer) };
  }

  definition({ place, folder, pipeline }: PresetPlace, viewer: Viewer): Promise<DefinitionDetail> {
    return this.#definitions.get({ place, folder, name: pipeline, kind: 'Pipeline' }, viewer);
  }

  /** One that the viewer may see, and so change. */
  async find(id: string, viewer: Viewer): Promise<StoredPreset | undefined> {
    const preset = await this.store.get(id);
    return preset && ownersOf(viewer).includes(preset.owner) ? preset : undefined;
  }
}

export function groupsOf({ ownershipEntityRefs }: Viewer): string[] {
  return ownershipEntityRefs.filter(ref => ref.startsWith('group:'));
}

function ownersOf(viewer: Viewer): string[] {
  return [viewer.userEntityRef, ...groupsOf(viewer)];
}

function present(preset: StoredPreset): RunPreset {
  const { place: _p, folder: _f, pipeline: _l, revision: _r, ...shown } = preset;
  return shown;
}
