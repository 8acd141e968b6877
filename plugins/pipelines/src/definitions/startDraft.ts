import type { OperationInput } from '@kubemate/operations-common';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type {
  DefinitionDetail,
  ParameterSpec,
  Value,
  WorkspaceBinding,
  WorkspaceSpec,
} from '@kubemate/plugin-pipelines-common';

export const BINDINGS = [
  'none',
  'emptyDir',
  'volumeClaimTemplate',
  'persistentVolumeClaim',
  'configMap',
  'secret',
] as const;
export type BindingKind = (typeof BINDINGS)[number];

export interface WorkspaceDraft {
  readonly kind: BindingKind;
  /** The claim, config map or secret; the size of a new claim. */
  readonly text: string;
}

/** What a person has put into the form. */
export interface StartDraft {
  /** As written: items of an array and entries of an object on lines of their own. */
  readonly params: Readonly<Record<string, string>>;
  readonly workspaces: Readonly<Record<string, WorkspaceDraft>>;
  readonly serviceAccount: string;
}

/** What is wrong with a field. */
export type DraftProblem = 'missing' | 'entries' | 'name' | 'size';

/** A DNS-1123 subdomain. */
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const QUANTITY = /^[0-9]+(\.[0-9]+)?(m|[kMGTPE]i?)?$/;

/** A value as the form writes it. */
export function writeValue(value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join('\n');
  return Object.entries(value)
    .map(([key, text]) => `${key}=${text}`)
    .join('\n');
}

/** The form before anything is changed: defaults, and a directory of its own for what must be bound. */
export function startDraft({ params, workspaces }: DefinitionDetail): StartDraft {
  return {
    params: Object.fromEntries(params.map(spec => [spec.name, writeValue(spec.default)])),
    workspaces: Object.fromEntries(
      workspaces.map(({ name, optional }) => [
        name,
        { kind: optional ? ('none' as const) : ('emptyDir' as const), text: '' },
      ]),
    ),
    serviceAccount: '',
  };
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter(line => line.trim() !== '');
}

function readValue({ type }: ParameterSpec, text: string): Value {
  if (type === 'array') return [...linesOf(text)];
  if (type !== 'object') return text;
  return Object.fromEntries(
    linesOf(text).map(line => {
      const at = line.indexOf('=');
      return [line.slice(0, at).trim(), line.slice(at + 1)];
    }),
  );
}

function parameterProblem(spec: ParameterSpec, text: string): DraftProblem | undefined {
  if (spec.default === undefined && text.trim() === '') return 'missing';
  const isBroken = spec.type === 'object' && linesOf(text).some(line => line.indexOf('=') < 1);
  return isBroken ? 'entries' : undefined;
}

function workspaceProblem(
  { optional }: WorkspaceSpec,
  { kind, text }: WorkspaceDraft,
): DraftProblem | undefined {
  if (kind === 'none') return optional ? undefined : 'missing';
  if (kind === 'emptyDir') return undefined;
  if (text.trim() === '') return 'missing';
  if (kind === 'volumeClaimTemplate') return QUANTITY.test(text.trim()) ? undefined : 'size';
  return NAME.test(text.trim()) ? undefined : 'name';
}

/** What is wrong, by `param NAME` and `workspace NAME`. Nothing where the run can be started. */
export function draftProblems(
  definition: DefinitionDetail,
  draft: StartDraft,
): ReadonlyMap<string, DraftProblem> {
  const found = [
    ...definition.params.map(
      spec =>
        [`param ${spec.name}`, parameterProblem(spec, draft.params[spec.name] ?? '')] as const,
    ),
    ...definition.workspaces.map(spec => {
      const workspace = draft.workspaces[spec.name] ?? { kind: 'none', text: '' };
      return [`workspace ${spec.name}`, workspaceProblem(spec, workspace)] as const;
    }),
    [
      'serviceAccount',
      draft.serviceAccount === '' || NAME.test(draft.serviceAccount) ? undefined : 'name',
    ] as const,
  ];
  return new Map(
    found.flatMap(([key, problem]) => (problem === undefined ? [] : [[key, problem] as const])),
  );
}

function bindingOf({ kind, text }: WorkspaceDraft): WorkspaceBinding | undefined {
  switch (kind) {
    case 'none':
      return undefined;
    case 'emptyDir':
      return { kind };
    case 'volumeClaimTemplate':
      return { kind, storage: text.trim() };
    default:
      return { kind, name: text.trim() };
  }
}

/** What the operation is given: what equals its default is left out, so that a run follows its Pipeline's. */
export function startInput(
  definition: DefinitionDetail,
  draft: StartDraft,
): OperationInput<typeof pipelineOperations.startRun> | undefined {
  if (draftProblems(definition, draft).size > 0) return undefined;
  const given = definition.params.flatMap(spec => {
    const text = draft.params[spec.name] ?? '';
    const isDefault = spec.default !== undefined && text === writeValue(spec.default);
    return isDefault ? [] : [{ spec, text }];
  });
  const params = given
    .filter(({ spec }) => spec.type !== 'password')
    .map(({ spec, text }) => [spec.name, readValue(spec, text)] as const);
  const secrets = given
    .filter(({ spec }) => spec.type === 'password')
    .map(({ spec, text }) => [spec.name, text] as const);
  const workspaces = Object.entries(draft.workspaces).flatMap(([name, workspace]) => {
    const binding = bindingOf(workspace);
    return binding === undefined ? [] : [[name, binding] as const];
  });
  const { engine, place, folder, name } = definition;
  return {
    ...{ engine, place, folder, pipeline: name },
    ...(params.length > 0 && { params: Object.fromEntries(params) }),
    ...(secrets.length > 0 && { secrets: Object.fromEntries(secrets) }),
    ...(workspaces.length > 0 && { workspaces: Object.fromEntries(workspaces) }),
    ...(draft.serviceAccount !== '' && { serviceAccount: draft.serviceAccount }),
  };
}
