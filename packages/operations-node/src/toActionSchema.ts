import { z } from 'zod';
import type { z as actionZod, AnyZodObject, ZodTypeAny } from 'zod/v3';

type Json = Readonly<Record<string, unknown>>;

/**
 * The input of an operation as the actions registry takes it, which describes actions with zod 3. It only has to describe: what a caller
 * gives is parsed by the operation's own schema.
 */
export function toActionSchema(
  input: z.ZodObject,
  zod: typeof actionZod,
  extra: Readonly<Record<string, ZodTypeAny>> = {},
): AnyZodObject {
  const schema: Json = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const taken = Object.keys(extra).filter(name => name in input.shape);
  if (taken.length > 0)
    throw new TypeError(`An operation's input cannot have a field named ${taken.join(' or ')}`);
  const object = zod.object({ ...fieldsOf(schema, zod), ...extra });
  // A misspelt field would be taken out without a word, and the operation done without it.
  return schema.additionalProperties === false ? object.strict() : object.passthrough();
}

function fieldsOf(schema: Json, zod: typeof actionZod): Record<string, ZodTypeAny> {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const fields = Object.entries(isJson(schema.properties) ? schema.properties : {});
  return Object.fromEntries(
    fields.map(([name, field]) => {
      const type = convert(isJson(field) ? field : {}, zod);
      return [name, required.has(name) ? type : type.optional()];
    }),
  );
}

function convert(schema: Json, zod: typeof actionZod): ZodTypeAny {
  const type = convertBare(schema, zod);
  return typeof schema.description === 'string' ? type.describe(schema.description) : type;
}

function convertBare(schema: Json, zod: typeof actionZod): ZodTypeAny {
  const options = [schema.anyOf, schema.oneOf].find(Array.isArray);
  if (options !== undefined) {
    const [first = zod.unknown(), second, ...rest] = options
      .filter(isJson)
      .map(option => convert(option, zod));
    return second === undefined ? first : zod.union([first, second, ...rest]);
  }
  if (isLiteral(schema.const)) return zod.literal(schema.const);
  if (Array.isArray(schema.enum)) return enumOf(schema.enum.filter(isLiteral), zod);
  switch (schema.type) {
    case 'object':
      if (isJson(schema.properties)) {
        const object = zod.object(fieldsOf(schema, zod));
        return schema.additionalProperties === false ? object.strict() : object.passthrough();
      }
      return zod.record(
        isJson(schema.additionalProperties)
          ? convert(schema.additionalProperties, zod)
          : zod.unknown(),
      );
    case 'array':
      return zod.array(convert(isJson(schema.items) ? schema.items : {}, zod));
    case 'string':
      return zod.string();
    case 'integer':
      return zod.number().int();
    case 'number':
      return zod.number();
    case 'boolean':
      return zod.boolean();
    case 'null':
      return zod.null();
    default:
      return zod.unknown();
  }
}

type Literal = string | number | boolean;

function isLiteral(value: unknown): value is Literal {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function enumOf(values: readonly Literal[], zod: typeof actionZod): ZodTypeAny {
  const texts = values.filter(value => typeof value === 'string');
  const [firstText, ...otherTexts] = texts;
  if (firstText !== undefined && texts.length === values.length)
    return zod.enum([firstText, ...otherTexts]);
  const [first = zod.unknown(), second, ...rest] = values.map(value => zod.literal(value));
  return second === undefined ? first : zod.union([first, second, ...rest]);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
