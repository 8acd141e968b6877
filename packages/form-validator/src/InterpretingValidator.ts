import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import {
  createErrorHandler,
  getDefaultFormState,
  toErrorList,
  toErrorSchema,
  unwrapErrorHandler,
  validationDataMerge,
  type CustomValidator,
  type ErrorSchema,
  type ErrorTransformer,
  type RJSFSchema,
  type RJSFValidationError,
  type UiSchema,
  type ValidationData,
  type ValidatorType,
} from '@rjsf/utils';
import { describeError } from './describeError';

/** The values of a form; which they are, its schema says. */
type FormData = unknown;

/** Validators of this many schemas are kept; a form asks about each of its parts at every key. */
const KEPT = 200;

/**
 * What a form asks of its validator, answered by walking the schema rather than by compiling it.
 * A schema that cannot be read is an error of the form, as it is with the validator whose place this one takes.
 */
export class InterpretingValidator implements ValidatorType<FormData> {
  /** Where `ajv-errors` is plugged in; its keyword is understood here already. */
  readonly ajv = { opts: { allErrors: true }, addKeyword: () => this.ajv };
  readonly #validators = new Map<string, Validator>();

  /** Forgets the schemas seen so far. */
  reset(): void {
    this.#validators.clear();
  }

  /** Every message of an error schema, in one list. */
  toErrorList(
    errorSchema?: ErrorSchema<FormData>,
    fieldPath: string[] = [],
  ): RJSFValidationError[] {
    return toErrorList(errorSchema, fieldPath);
  }

  /** Whether the values fit the schema; false where the schema cannot be read. `$ref` looks in the root schema. */
  isValid(schema: RJSFSchema, formData: FormData, rootSchema: RJSFSchema): boolean {
    const { definitions, $defs } = rootSchema;
    try {
      const validator = this.#validator({ allOf: [schema], definitions, $defs });
      return validator.validate(asJson(formData)).valid;
    } catch {
      return false;
    }
  }

  /** The errors of the values by the schema alone. */
  rawValidation<Result = RJSFValidationError>(
    schema: RJSFSchema,
    formData: FormData,
  ): { errors?: Result[]; validationError?: Error } {
    try {
      const { errors } = this.#validator(schema).validate(asJson(formData ?? {}));
      const described = errors.filter(isLeaf).map(error => describeError(error, schema));
      return { errors: distinct(described) as Result[] };
    } catch (error) {
      return { validationError: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  /** The errors of the values by the schema and then by the form's own function. */
  // eslint-disable-next-line max-params -- the form library calls it so
  validateFormData(
    formData: FormData,
    schema: RJSFSchema,
    customValidate?: CustomValidator<FormData>,
    transformErrors?: ErrorTransformer<FormData>,
    uiSchema?: UiSchema<FormData>,
  ): ValidationData<FormData> {
    const raw = this.rawValidation<RJSFValidationError>(schema, formData);
    const unread = raw.validationError?.message;
    const found = [...(raw.errors ?? []), ...(unread === undefined ? [] : [{ stack: unread }])];
    const errors = transformErrors ? transformErrors(found, uiSchema) : found;
    const errorSchema = {
      ...toErrorSchema<FormData>(errors),
      ...(unread === undefined ? {} : { $schema: { __errors: [unread] } }),
    } as ErrorSchema<FormData>;
    if (typeof customValidate !== 'function') return { errors, errorSchema };
    // The function is owed every field, those without a value too.
    const filled = getDefaultFormState<FormData>(this, schema, formData, schema, true);
    const handler = customValidate(filled, createErrorHandler<FormData>(filled), uiSchema);
    return validationDataMerge<FormData>(
      { errors, errorSchema },
      unwrapErrorHandler<FormData>(handler),
    );
  }

  #validator(schema: RJSFSchema): Validator {
    const key = JSON.stringify(schema);
    const kept = this.#validators.get(key);
    if (kept) return kept;
    if (this.#validators.size >= KEPT) this.#validators.clear();
    // Read back from text: the interpreter walks what JSON has, and `undefined` is none of it.
    const validator = new Validator(JSON.parse(key) as Schema, '7', false);
    this.#validators.set(key, validator);
    return validator;
  }
}

/** Keywords whose errors only say that an error is further inside. */
const WRAPPERS = new Set([
  '$ref',
  'additionalItems',
  'additionalProperties',
  'allOf',
  'dependentSchemas',
  'else',
  'if',
  'items',
  'patternProperties',
  'properties',
  'propertyNames',
  'then',
]);

function isLeaf({ keyword, error }: OutputUnit): boolean {
  // Named fields that depend on each other are an error themselves; a schema that depends wraps its own.
  if (keyword === 'dependencies') return error.includes('does not have');
  return !WRAPPERS.has(keyword);
}

function distinct(errors: readonly RJSFValidationError[]): RJSFValidationError[] {
  const byText = errors.map(error => [`${error.property}\n${error.message}`, error] as const);
  return [...new Map(byText).values()];
}

/** As it would be sent: fields that the form holds without a value are not there. */
function asJson(formData: FormData): FormData {
  return formData === undefined ? undefined : JSON.parse(JSON.stringify(formData));
}
