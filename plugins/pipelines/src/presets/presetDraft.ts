import type {
  DefinitionDetail,
  RunPreset,
  WorkspaceBinding,
} from '@kubemate/plugin-pipelines-common';
import { startDraft, writeValue } from '../definitions/startDraft';
import type { StartDraft, WorkspaceDraft } from '../definitions/startDraft';

/** What a run is started with, as far as a form says it. */
export type PresetValues = Pick<RunPreset, 'params' | 'workspaces' | 'serviceAccount'>;

/**
 * The form with what a preset says, and defaults for the rest. What the definition no longer asks for is left out; a value that it no longer takes
 * stands there and is told by the form.
 */
export function presetDraft(
  definition: DefinitionDetail,
  { params = {}, workspaces = {}, serviceAccount }: PresetValues,
): StartDraft {
  const fresh = startDraft(definition);
  const has = (name: string, all: readonly { readonly name: string }[]) =>
    all.some(each => each.name === name);
  return {
    params: {
      ...fresh.params,
      ...Object.fromEntries(
        Object.entries(params)
          .filter(([name]) => has(name, definition.params))
          .map(([name, value]) => [name, writeValue(value)]),
      ),
    },
    workspaces: {
      ...fresh.workspaces,
      ...Object.fromEntries(
        Object.entries(workspaces)
          .filter(([name]) => has(name, definition.workspaces))
          .map(([name, binding]) => [name, draftOf(binding)]),
      ),
    },
    serviceAccount: serviceAccount ?? '',
  };
}

function draftOf(binding: WorkspaceBinding): WorkspaceDraft {
  if (binding.kind === 'emptyDir') return { kind: 'emptyDir', text: '' };
  if (binding.kind === 'volumeClaimTemplate') return { kind: binding.kind, text: binding.storage };
  return { kind: binding.kind, text: binding.name };
}
