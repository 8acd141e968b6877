import type {
  Definition,
  DefinitionDetail,
  Value,
  WorkspaceBinding,
} from '@kubemate/plugin-pipelines-common';

/** A Pipeline of Tekton or a job of Jenkins, as templates take it: what `pipelines.start-run` is asked with. */
export type PipelineRef = Pick<Definition, 'engine' | 'place' | 'folder' | 'name'>;

/** With what it is run, where the field asks for that too; absent while something is still to be set. */
export interface PipelineValue extends PipelineRef {
  readonly params?: Readonly<Record<string, Value>>;
  readonly workspaces?: Readonly<Record<string, WorkspaceBinding>>;
}

/** Options of `ui:field: KubematePipeline`. */
export interface PipelineOptions {
  /** Offers those of this engine alone. */
  readonly engine?: Definition['engine'];
  /** Asks for its parameters and workspaces too. */
  readonly withValues?: boolean;
  /** Field of the form that has the cluster, or the instance of Jenkins. */
  readonly clusterField?: string;
  /** Field of the form that has the namespace, or the folder of Jenkins. */
  readonly namespaceField?: string;
}

/** Where one chooses; `waiting` while a field of the form that says it is empty. */
export type Scope =
  | { readonly state: 'waiting'; readonly for: 'cluster' | 'namespace' }
  | { readonly state: 'ready'; readonly place?: string; readonly folder?: string };

export function scopeOf(options: PipelineOptions, form: unknown): Scope {
  const { clusterField, namespaceField } = options;
  const place = textOf(form, clusterField);
  const folder = textOf(form, namespaceField);
  if (clusterField !== undefined && place === undefined)
    return { state: 'waiting', for: 'cluster' };
  if (namespaceField !== undefined && folder === undefined)
    return { state: 'waiting', for: 'namespace' };
  return { state: 'ready', place, folder };
}

function textOf(form: unknown, field: string | undefined): string | undefined {
  if (field === undefined || typeof form !== 'object' || form === null) return undefined;
  const value: unknown = Reflect.get(form, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** In the order of their places. */
export function offered(
  definitions: readonly Definition[],
  { engine }: PipelineOptions,
): Definition[] {
  return definitions
    .filter(definition => engine === undefined || definition.engine === engine)
    .sort(
      (left, right) =>
        whereOf(left).localeCompare(whereOf(right)) || left.name.localeCompare(right.name),
    );
}

export function refOf({ engine, place, folder, name }: PipelineRef): PipelineRef {
  return { engine, place, folder, name };
}

export function isSame(left: PipelineRef, right: PipelineRef): boolean {
  return keyOf(left) === keyOf(right);
}

export function keyOf({ engine, place, folder, name }: PipelineRef): string {
  return JSON.stringify([engine, place, folder, name]);
}

export function whereOf({ place, folder }: Pick<PipelineRef, 'place' | 'folder'>): string {
  return `${place} / ${folder}`;
}

/** What a form has as its value; undefined for what is not whole. */
export function wholeRef(value: Partial<PipelineRef> | undefined): PipelineRef | undefined {
  const { engine, place, folder, name } = value ?? {};
  if (!engine || !place || !folder || !name) return undefined;
  return { engine, place, folder, name };
}

/** What a form asks for: a value of a form is kept with its task, which passwords must not be. */
export function withoutPasswords(definition: DefinitionDetail): {
  readonly definition: DefinitionDetail;
  readonly passwords: readonly string[];
} {
  const isPassword = ({ type }: DefinitionDetail['params'][number]) => type === 'password';
  const params = definition.params.filter(spec => !isPassword(spec));
  const passwords = definition.params.filter(isPassword).map(({ name }) => name);
  return { definition: { ...definition, params }, passwords };
}
