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
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly required: readonly string[];
  readonly isIntOrString: boolean;
  /** Published as `oneOf: [string, number]`; kept as canonical text. */
  readonly isQuantity: boolean;
  readonly preservesUnknown: boolean;
  readonly isEmbeddedResource: boolean;
  /** Whether the object's fields are listed, so that any other is unknown. */
  readonly hasProperties: boolean;
  private readonly children = new Map<string, SchemaNode>();
  /** `null` where there is none of that name. */
  private readonly properties = new Map<string, SchemaNode | null>();

  // What every write asks of every field is read once.
  constructor(
    raw: JsonObject,
    private readonly resolve: RefResolver,
  ) {
    this.raw = flatten(raw, resolve);
    const { type, format, oneOf, required, properties } = this.raw;
    this.type = typeof type === 'string' ? type : undefined;
    this.format = typeof format === 'string' ? format : undefined;
    this.required = strings(required);
    this.isIntOrString =
      this.raw['x-kubernetes-int-or-string'] === true || format === 'int-or-string';
    this.isQuantity =
      Array.isArray(oneOf) && oneOf.length === 2 && oneOf.some(branch => branch?.type === 'number');
    this.preservesUnknown = this.raw['x-kubernetes-preserve-unknown-fields'] === true;
    this.isEmbeddedResource = this.raw['x-kubernetes-embedded-resource'] === true;
    this.hasProperties = isObject(properties);
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

  get propertyNames(): readonly string[] {
    return isObject(this.raw.properties) ? Object.keys(this.raw.properties) : [];
  }

  property(name: string): SchemaNode | undefined {
    const known = this.properties.get(name);
    if (known !== undefined) return known ?? undefined;
    const { properties } = this.raw;
    if (!isObject(properties) || !Object.hasOwn(properties, name)) return undefined;
    const raw = properties[name];
    const node = isObject(raw) ? new SchemaNode(raw, this.resolve) : undefined;
    this.properties.set(name, node ?? null);
    return node;
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
