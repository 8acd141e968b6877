import { resolveSchema, schemaAt, typesOf } from './SchemaDocument';
import type { JsonSchema, SchemaDocument } from './SchemaDocument';
import type { YamlContext } from './yamlContext';

/** Something that fits at the cursor. */
export interface YamlSuggestion {
  readonly label: string;
  /** What is put in; a field comes with its colon and, where it holds more, the line below. */
  readonly insert: string;
  readonly kind: 'field' | 'value';
  /** Its type. */
  readonly detail: string;
  readonly description?: string;
  /** The map is not complete without it. */
  readonly required: boolean;
}

/** What the schema allows at a place. Fields that are there already are left out. */
export function schemaCompletion(
  document: SchemaDocument,
  context: YamlContext,
): readonly YamlSuggestion[] {
  const map = schemaAt(document, context.path);
  if (map === undefined) return [];
  if (context.key !== undefined) {
    const property = map.properties?.[context.key];
    return property === undefined ? [] : valuesOf(resolveSchema(document, property));
  }
  // An item of a list of plain values is a value, not a map.
  if (map.properties === undefined) return valuesOf(map);
  const required = new Set(map.required);
  return Object.entries(map.properties)
    .filter(([name]) => !context.siblings.includes(name))
    .map(([name, property]) => {
      const schema = resolveSchema(document, property) ?? property;
      return {
        label: name,
        insert: `${name}:${opening(schema, context.indent)}`,
        kind: 'field' as const,
        detail: typesOf(schema).join(' | '),
        description: schema.description,
        required: required.has(name),
      };
    })
    .sort((a, b) => Number(b.required) - Number(a.required) || a.label.localeCompare(b.label));
}

function opening(schema: JsonSchema, indent: number): string {
  const [type] = typesOf(schema);
  const inner = ' '.repeat(indent + 2);
  if (type === 'array') return `\n${inner}- `;
  if (type === 'object') return `\n${inner}`;
  return ' ';
}

function valuesOf(schema: JsonSchema | undefined): readonly YamlSuggestion[] {
  if (schema === undefined) return [];
  const types = typesOf(schema);
  const values =
    schema.enum ??
    (types.includes('boolean')
      ? [true, false]
      : ['string', 'number'].includes(typeof schema.default)
        ? [schema.default]
        : []);
  return values.map(value => ({
    label: String(value),
    insert: String(value),
    kind: 'value' as const,
    detail: types.join(' | '),
    required: false,
  }));
}
