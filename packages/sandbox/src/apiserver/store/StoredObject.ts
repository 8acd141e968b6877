import type { KubeObject } from '@kubemate/kube-common';

/** Key of an object inside its collection; sorts as the real server's lists do. */
export function storageKey(namespace: string | undefined, name: string): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}

/** The bounded set of objects kept in parsed form; beyond it only their JSON text stays. */
export class ParsedObjects {
  private recent = new Set<StoredObject>();
  private older = new Set<StoredObject>();

  constructor(private readonly limit: number) {}

  /** Notes a use. Two generations approximate least-recently-used at the cost of one set insertion. */
  touch(entry: StoredObject): void {
    if (this.recent.has(entry)) return;
    this.recent.add(entry);
    if (this.recent.size * 2 < this.limit) return;
    const cold = this.older;
    this.older = this.recent;
    this.recent = new Set();
    for (const candidate of cold) if (!this.older.has(candidate)) candidate.dropParsed();
  }

  forget(entry: StoredObject): void {
    this.recent.delete(entry);
    this.older.delete(entry);
  }
}

/** One revision of one object. Never changes; a write makes another. */
export class StoredObject {
  readonly key: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace: string | undefined;
  readonly name: string;
  private readonly head: { readonly kind: string; readonly apiVersion: string };
  private parsed: KubeObject | undefined;
  private text: string | undefined;

  constructor(
    object: KubeObject,
    readonly revision: number,
    private readonly pool: ParsedObjects,
  ) {
    const { name, namespace, uid, labels } = object.metadata;
    this.key = storageKey(namespace, name);
    this.name = name;
    this.namespace = namespace;
    this.uid = uid;
    this.labels = labels ?? {};
    this.head = { kind: object.kind, apiVersion: object.apiVersion };
    this.parsed = object;
    pool.touch(this);
  }

  /** The object in its storage version. Shared: change a copy. */
  object(): KubeObject {
    this.pool.touch(this);
    return this.parse();
  }

  /**
   * JSON without the opening brace, `apiVersion` and `kind`: `"metadata":{…},…}`. Lists and events put their own
   * head before it, in whichever version was asked for.
   */
  body(): string {
    if (this.text === undefined) {
      const { apiVersion: _version, kind: _kind, ...rest } = this.parse();
      this.text = JSON.stringify(rest).slice(1);
    }
    return this.text;
  }

  /** The same state under another revision, for events that show an object as it was. */
  at(revision: number): StoredObject {
    const object = this.object();
    const metadata = { ...object.metadata, resourceVersion: String(revision) };
    return new StoredObject({ ...object, metadata }, revision, this.pool);
  }

  private parse(): KubeObject {
    this.parsed ??= { ...this.head, ...(JSON.parse(`{${this.text}`) as object) } as KubeObject;
    return this.parsed;
  }

  dropParsed(): void {
    this.body();
    this.parsed = undefined;
  }
}
