import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { StatusCause } from '../ApiStatusError';
import { isJsonObject, listAt } from '../json';
import type { JsonObject } from '../publishedDocuments';

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  verbose: true,
  // Kubernetes' formats are open ended; unknown ones only annotate.
  validateFormats: true,
  messages: true,
  logger: false,
});
addFormats(ajv, [
  'date-time',
  'date',
  'duration',
  'email',
  'ipv4',
  'ipv6',
  'uri',
  'uuid',
  'hostname',
]);
ajv.addFormat('int32', {
  type: 'number',
  validate: value => Number.isInteger(value) && Math.abs(value) <= 2 ** 31,
});
ajv.addFormat('int64', { type: 'number', validate: Number.isInteger });

const compiled = new WeakMap<JsonObject, ValidateFunction>();

/** A structural schema in plain JSON Schema: `nullable` and int-or-string spelled out. */
function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (!isJsonObject(schema)) return schema;
  const result: JsonObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword.startsWith('x-') || ['description', 'example', 'default'].includes(keyword))
      continue;
    if (keyword === 'properties' || keyword === 'patternProperties' || keyword === 'definitions')
      result[keyword] = Object.fromEntries(
        Object.entries(isJsonObject(value) ? value : {}).map(([name, child]) => [
          name,
          toJsonSchema(child),
        ]),
      );
    else result[keyword] = ['enum', 'required'].includes(keyword) ? value : toJsonSchema(value);
  }
  // Draft 4 booleans, as Kubernetes publishes them.
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof result[exclusive] !== 'boolean') continue;
    if (result[exclusive]) {
      result[exclusive] = result[bound];
      delete result[bound];
    } else delete result[exclusive];
  }
  if (schema['x-kubernetes-int-or-string'] === true) {
    delete result.type;
    result.anyOf = [{ type: 'integer' }, { type: 'string' }];
  }
  if (result.nullable === true && result.type === undefined) delete result.nullable;
  return result;
}

function fieldPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((segment, index) => {
      if (/^\d+$/.test(segment)) return `[${segment}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

function goTypeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

/** One finding in the words of the real server. */
function causeOf(error: ErrorObject): StatusCause {
  const field = fieldPath(error.instancePath);
  const at = field === '' ? '<nil>' : field;
  const { data, keyword, params } = error;
  switch (keyword) {
    case 'required': {
      const missing = field === '' ? params.missingProperty : `${field}.${params.missingProperty}`;
      return { reason: 'FieldValueRequired', message: 'Required value', field: missing };
    }
    case 'type':
      return {
        reason: 'FieldValueTypeInvalid',
        message: `Invalid value: "${goTypeOf(data)}": ${field} in body must be of type ${params.type}: "${goTypeOf(data)}"`,
        field: at,
      };
    case 'enum':
      return {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${shown(data)}: supported values: ${listAt(params.allowedValues).map(shown).join(', ')}`,
        field: at,
      };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${shown(data)}: ${field} in body should be ${boundText(keyword)} ${params.limit}`,
        field: at,
      };
    case 'pattern':
      return {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${shown(data)}: ${field} in body should match '${params.pattern}'`,
        field: at,
      };
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
      return lengthCause(error, at);
    default:
      return {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${shown(data)}: ${field} in body ${error.message}`,
        field: at,
      };
  }
}

function boundText(keyword: string): string {
  const texts: Readonly<Record<string, string>> = {
    minimum: 'greater than or equal to',
    maximum: 'less than or equal to',
    exclusiveMinimum: 'greater than',
    exclusiveMaximum: 'less than',
  };
  return texts[keyword] ?? keyword;
}

function lengthCause({ keyword, params, data }: ErrorObject, field: string): StatusCause {
  const unit = keyword.endsWith('Items') ? 'items' : 'chars long';
  if (keyword === 'maxItems')
    return {
      reason: 'FieldValueTooMany',
      message: `Too many: ${listAt(data).length}: must have at most ${params.limit} items`,
      field,
    };
  if (keyword === 'maxLength')
    return {
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${params.limit} bytes`,
      field,
    };
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${shown(data)}: ${field} in body should ${unit === 'items' ? 'have' : 'be'} at least ${params.limit} ${unit}`,
    field,
  };
}

/** Checks a custom resource against its CRD's schema. */
export function validateSchema(object: unknown, schema: JsonObject): StatusCause[] {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(toJsonSchema(schema) as JsonObject);
    compiled.set(schema, validate);
  }
  return validate(object) ? [] : (validate.errors ?? []).map(causeOf);
}
