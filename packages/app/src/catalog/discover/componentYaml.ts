import type { Proposal } from '@kubemate/plugin-clusters-common';
import { Document, isMap, parseAllDocuments, stringify } from 'yaml';

/** What a person says of a component that is adopted. */
export interface ComponentForm {
  readonly name: string;
  /** Entity ref of a group. */
  readonly owner: string;
  readonly system: string;
  readonly type: string;
  readonly lifecycle: string;
}

/** A component of the catalog with the annotations that join it with the workloads of a proposal. */
export function componentYaml(form: ComponentForm, { annotations }: Proposal): string {
  const system = form.system.trim();
  return stringify(
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: form.name, annotations },
      spec: {
        ...{ type: form.type, lifecycle: form.lifecycle, owner: form.owner },
        ...(system === '' ? {} : { system }),
      },
    },
    { lineWidth: 0 },
  );
}

/** A `catalog-info.yaml` with one more entity; what is there stays as it is. */
export function withEntity(file: string | undefined, entity: string): string {
  if (file === undefined || file.trim() === '') return entity;
  return `${file.replace(/\n*$/, '\n')}---\n${entity}`;
}

/**
 * A `catalog-info.yaml` in which a component has more annotations; comments and everything else stay.
 * Undefined where the file does not have the component, or is no YAML.
 */
export function withAnnotations(
  file: string,
  name: string,
  annotations: Readonly<Record<string, string>>,
): string | undefined {
  const documents = parseAllDocuments(file);
  if (!Array.isArray(documents)) return undefined;
  const own = documents.find(document => isComponent(document, name));
  if (own === undefined || documents.some(({ errors }) => errors.length > 0)) return undefined;
  for (const [key, value] of Object.entries(annotations))
    own.setIn(['metadata', 'annotations', key], value);
  return documents.map(document => document.toString({ lineWidth: 0 })).join('');
}

function isComponent(document: Document.Parsed, name: string): boolean {
  return (
    isMap(document.contents) &&
    document.get('kind') === 'Component' &&
    document.getIn(['metadata', 'name']) === name
  );
}
