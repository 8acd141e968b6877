import type { JsonObject } from '../publishedDocuments';

export type ListType = 'atomic' | 'set' | 'map';

/** Finds the schema that a `$ref` names. */
export type RefResolver = (ref: string) => JsonObject;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

/** Follows `$ref` and the `allOf: [{$ref}]` form in which published documents attach siblings to a reference. */
function flatten(raw: JsonObject, resolve: RefResolver): JsonObject {
  if (typeof raw.$ref === 'string') return flatten(resolve(raw.$ref), resolve);
  const [only, ...others] = Array.isArray(raw.allOf) ? raw.allOf : [];
  if (others.length === 0 && isObject(only) && typeof only.$ref === 'string') {
    const { allOf: _allOf, ...siblings } = raw;
    return { ...flatten(resolve(only.$ref), resolve), ...siblings };
  }
  return raw;
}

/**
 * One place of a resource's schema: the same view of a published OpenAPI document and of a CRD's structural schema.
 * Children are made on first use, because published schemas refer to themselves.
 */
export class SchemaNode {
  readonly raw: JsonObject;
  private readonly children = new Map<string, SchemaNode>();

  constructor(
    raw: JsonObject,
    private readonly resolve: RefResolver,
  ) {
    this.raw = flatten(raw, resolve);
  }

  get type(): string | undefined {
    return typeof this.raw.type === 'string' ? this.raw.type : undefined;
  }

  get format(): string | undefined {
    return typeof this.raw.format === 'string' ? this.raw.format : undefined;
  }

  get required(): readonly string[] {
    return strings(this.raw.required);
  }

  get isIntOrString(): boolean {
    return this.raw['x-kubernetes-int-or-string'] === true || this.format === 'int-or-string';
  }

  get preservesUnknown(): boolean {
    return this.raw['x-kubernetes-preserve-unknown-fields'] === true;
  }

  get isEmbeddedResource(): boolean {
    return this.raw['x-kubernetes-embedded-resource'] === true;
  }

  get listType(): ListType {
    const type = this.raw['x-kubernetes-list-type'];
    return type === 'set' || type === 'map' ? type : 'atomic';
  }

  get listMapKeys(): readonly string[] {
    return strings(this.raw['x-kubernetes-list-map-keys']);
  }

  get isAtomicMap(): boolean {
    return this.raw['x-kubernetes-map-type'] === 'atomic';
  }

  get mergeKey(): string | undefined {
    const key = this.raw['x-kubernetes-patch-merge-key'];
    return typeof key === 'string' ? key : undefined;
  }

  get patchStrategies(): readonly string[] {
    const strategy = this.raw['x-kubernetes-patch-strategy'];
    return typeof strategy === 'string' ? strategy.split(',') : [];
  }

  get hasDefault(): boolean {
    return this.raw.default !== undefined;
  }

  /** Whether the object's fields are listed, so that any other is unknown. */
  get hasProperties(): boolean {
    return isObject(this.raw.properties);
  }

  get propertyNames(): readonly string[] {
    return isObject(this.raw.properties) ? Object.keys(this.raw.properties) : [];
  }

  property(name: string): SchemaNode | undefined {
    const properties = isObject(this.raw.properties) ? this.raw.properties : {};
    return this.child(`.${name}`, Object.hasOwn(properties, name) ? properties[name] : undefined);
  }

  get items(): SchemaNode | undefined {
    return this.child('[]', this.raw.items);
  }

  get additionalProperties(): SchemaNode | undefined {
    return this.child('{}', this.raw.additionalProperties);
  }

  /** The schema of a field, declared or additional. */
  field(name: string): SchemaNode | undefined {
    return this.property(name) ?? this.additionalProperties;
  }

  /** A schema combined into this one, such as a branch of `anyOf`. */
  branch(keyword: string, index: number, raw: unknown): SchemaNode | undefined {
    return this.child(`${keyword}${index}`, raw);
  }

  private child(key: string, raw: unknown): SchemaNode | undefined {
    if (!isObject(raw)) return undefined;
    const known = this.children.get(key);
    if (known !== undefined) return known;
    const node = new SchemaNode(raw, this.resolve);
    this.children.set(key, node);
    return node;
  }
}
