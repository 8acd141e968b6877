import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml';

/** One object of a text of many. */
export interface YamlDocument {
  /** Stable while others before it change: what names it, or its place where nothing does. */
  readonly key: string;
  readonly text: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Why it cannot be created. */
  readonly problem?: { readonly code: 'broken' | 'noKind' | 'noName'; readonly message: string };
}

/** The documents of a text, empty ones left out. */
export function readDocuments(text: string, namespace: string): readonly YamlDocument[] {
  const parsed = parseAllDocuments(text, { lineCounter: new LineCounter() });
  if (!Array.isArray(parsed)) return [];
  const documents = parsed.flatMap((document, at): YamlDocument[] => {
    const { contents } = document;
    const empty = contents === null || (isScalar(contents) && contents.value === null);
    if (document.errors.length === 0 && empty) return [];
    const [from, , to] = document.range;
    const head = { apiVersion: '', kind: '', name: '', text: text.slice(from, to) };
    if (document.errors.length > 0) {
      const message = document.errors[0]?.message.split('\n')[0] ?? '';
      return [{ ...head, key: `#${at}`, problem: { code: 'broken', message } }];
    }
    const read = (...path: string[]) => {
      const value: unknown = isMap(contents) ? document.getIn(path) : undefined;
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    };
    const apiVersion = read('apiVersion');
    const kind = read('kind');
    if (apiVersion === '' || kind === '')
      return [{ ...head, key: `#${at}`, problem: { code: 'noKind', message: '' } }];
    const name = read('metadata', 'name');
    const own = read('metadata', 'namespace');
    const place = own === '' ? namespace : own;
    return [
      {
        key: [apiVersion, kind, place, name === '' ? `#${at}` : name].join('/'),
        text: document.toString({ lineWidth: 0 }),
        apiVersion,
        kind,
        name,
        ...(place === '' ? {} : { namespace: place }),
        ...(name === '' ? { problem: { code: 'noName' as const, message: '' } } : {}),
      },
    ];
  });
  return [...new Map(documents.map(document => [document.key, document])).values()];
}

/** Kinds that others need to be there first. */
const FIRST = [
  'Namespace',
  'CustomResourceDefinition',
  'StorageClass',
  'PriorityClass',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'ClusterRole',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Service',
];

/** In an order in which each finds what it needs: namespaces and definitions, then configuration, then the rest as written. */
export function inOrder(documents: readonly YamlDocument[]): readonly YamlDocument[] {
  const rank = ({ kind }: YamlDocument) => {
    const at = FIRST.indexOf(kind);
    return at < 0 ? FIRST.length : at;
  };
  return [...documents].sort((a, b) => rank(a) - rank(b));
}
