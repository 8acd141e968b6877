import { randomUUID } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import type { Phrase } from '@kubemate/operations-common';
import { defineOperation } from '@kubemate/operations-node';
import type { AnyOperation } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import type { DefinitionDetail } from '@kubemate/plugin-pipelines-common';
import { groupsOf } from './Presets';
import type { Presets } from './Presets';
import type { StoredPreset } from './PresetStore';

/** A preset is no object of a cluster: what it fills in is judged again when a run is started from it. */
export function presetOperations(presets: Presets): readonly AnyOperation[] {
  return [savePreset(presets), deletePreset(presets)];
}

function savePreset(presets: Presets) {
  return defineOperation({
    contract: pipelineOperations.savePreset,
    target: ({ pipeline, name }) => ({ kind: 'RunPreset', name: `${pipeline}: ${name}` }),
    needs: async () => [],
    async plan({ group, name, ...input }, { viewer }) {
      const definition = await presets.definition(input, viewer);
      const owner = group ?? viewer.userEntityRef;
      const isOther = group !== undefined && !groupsOf(viewer).includes(group);
      const kept = await presets.store.list(input, [owner]);
      const known = isOther ? undefined : kept.find(each => each.name === name);
      const isNew = known === undefined;
      const named = { preset: name, pipeline: input.pipeline };
      return {
        summary:
          group === undefined
            ? say(isNew ? 'savePreset' : 'replacePreset', named)
            : say(isNew ? 'savePresetFor' : 'replacePresetFor', { ...named, group }),
        diff: [],
        refusal: isOther ? say('notInTheGroup', { group }) : whyNotKept(definition, input),
        seen: known?.revision,
        state: { id: known?.id ?? randomUUID(), owner, seen: known?.revision },
      };
    },
    async run({ group: _group, engine: _engine, ...input }, { state, viewer, clock }) {
      const { id, owner, seen } = state;
      const saved = { savedBy: viewer.userEntityRef, savedAt: clock.now() };
      const preset: StoredPreset = { ...input, ...saved, id, owner, revision: randomUUID() };
      await presets.store.save(preset, seen);
      return { output: { preset: id } };
    },
  });
}

function deletePreset(presets: Presets) {
  return defineOperation({
    contract: pipelineOperations.deletePreset,
    target: ({ preset }) => ({ kind: 'RunPreset', name: preset }),
    needs: async () => [],
    async plan({ preset: id }, { viewer }) {
      const preset = await presets.find(id, viewer);
      if (preset === undefined) throw new NotFoundError(`There is no preset ${id}`);
      return {
        summary: say('deletePreset', { preset: preset.name, pipeline: preset.pipeline }),
        ...{ diff: [], seen: preset.revision, state: preset },
      };
    },
    async run(_input, { state }) {
      await presets.store.remove(state);
      return {};
    },
  });
}

/** Why values are not kept: of a password, or of what the pipeline does not ask for. */
function whyNotKept(
  definition: DefinitionDetail,
  values: Pick<StoredPreset, 'params' | 'workspaces'>,
): Phrase | undefined {
  for (const name of Object.keys(values.params ?? {})) {
    const spec = definition.params.find(each => each.name === name);
    if (spec === undefined) return say('hasNoParam', { pipeline: definition.name, name });
    if (spec.type === 'password') return say('passwordNotKept', { name });
  }
  const unknown = Object.keys(values.workspaces ?? {}).find(
    name => !definition.workspaces.some(each => each.name === name),
  );
  return unknown === undefined
    ? undefined
    : say('hasNoWorkspace', { pipeline: definition.name, name: unknown });
}
