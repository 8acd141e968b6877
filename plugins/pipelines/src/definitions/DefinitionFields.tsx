import type { DefinitionDetail } from '@kubemate/plugin-pipelines-common';
import { ParameterField } from './ParameterField';
import type { StartDraft } from './startDraft';
import type { DraftProblems } from './useDraftProblems';
import { WorkspaceField } from './WorkspaceField';

/** A field for each parameter and workspace that a definition asks for; what is wrong with one is said once it was left. */
export function DefinitionFields(props: {
  definition: DefinitionDetail;
  draft: StartDraft;
  form: DraftProblems;
  onChange(change: (draft: StartDraft) => StartDraft): void;
}) {
  const { definition, draft, form, onChange } = props;
  const { touch, problemOf } = form;
  return (
    <>
      {definition.params.map(spec => (
        <ParameterField
          key={spec.name}
          spec={spec}
          value={draft.params[spec.name] ?? ''}
          problem={problemOf(`param ${spec.name}`)}
          onBlur={() => touch(`param ${spec.name}`)}
          onChange={text =>
            onChange(each => ({ ...each, params: { ...each.params, [spec.name]: text } }))
          }
        />
      ))}
      {definition.workspaces.map(spec => (
        <WorkspaceField
          key={spec.name}
          spec={spec}
          value={draft.workspaces[spec.name] ?? { kind: 'none', text: '' }}
          problem={problemOf(`workspace ${spec.name}`)}
          onBlur={() => touch(`workspace ${spec.name}`)}
          onChange={value =>
            onChange(each => ({ ...each, workspaces: { ...each.workspaces, [spec.name]: value } }))
          }
        />
      ))}
    </>
  );
}
