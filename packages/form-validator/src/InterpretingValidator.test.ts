import type { RJSFSchema } from '@rjsf/utils';
import Ajv from 'ajv';
import ajvErrors from 'ajv-errors';
import fc from 'fast-check';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import validator, { customizeValidator } from './index';

/** JSON Schema as forms have it; not every keyword's own type matters here. */
const schema = {
  type: 'object',
  required: ['name', 'owner'],
  properties: {
    name: {
      title: 'Name',
      type: 'string',
      pattern: '^[a-z][-a-z0-9]*$',
      maxLength: 10,
      errorMessage: { pattern: 'Lower case letters' },
    },
    owner: { title: 'Owner', type: 'string' },
    port: { title: 'Port', type: 'integer', minimum: 1, maximum: 65535 },
    language: { title: 'Language', type: 'string', enum: ['go', 'java'] },
    environments: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { $ref: '#/definitions/environment' },
    },
    tls: { type: 'boolean' },
  },
  definitions: { environment: { type: 'string', enum: ['dev', 'prod'] } },
  dependencies: {
    tls: {
      oneOf: [
        { properties: { tls: { const: false } } },
        { properties: { tls: { const: true }, host: { type: 'string' } }, required: ['host'] },
      ],
    },
  },
} as RJSFSchema;

const complete = { name: 'cart', owner: 'group:default/shop' };

function messages(formData: unknown, of: RJSFSchema = schema) {
  return validator
    .validateFormData(formData, of)
    .errors.map(({ property, message }) => `${property} ${message}`);
}

beforeEach(() => {
  document.documentElement.lang = 'en';
});

describe('the validator of forms', () => {
  it('never compiles code', () => {
    const compile = jest.spyOn(globalThis, 'Function');
    expect(messages(complete)).toEqual([]);
    expect(validator.isValid(schema, complete, schema)).toBe(true);
    expect(compile).not.toHaveBeenCalled();
    compile.mockRestore();
  });

  it.each<[string, unknown, string[]]>([
    ['nothing filled in', {}, ['.name Name is required', '.owner Owner is required']],
    ['nothing at all', undefined, ['.name Name is required', '.owner Owner is required']],
    ['a field emptied', { ...complete, owner: undefined }, ['.owner Owner is required']],
    [
      'a pattern with its own sentence',
      { ...complete, name: 'Cart' },
      ['.name Lower case letters'],
    ],
    [
      'a text too long',
      { ...complete, name: 'shopping-cart' },
      ['.name must have at most 10 characters'],
    ],
    ['a number out of range', { ...complete, port: 0 }, ['.port must be at least 1']],
    ['a number of another kind', { ...complete, port: 1.5 }, ['.port must be integer']],
    ['a word of none', { ...complete, language: 'c' }, ['.language must be one of "go", "java"']],
    [
      'a list without items',
      { ...complete, environments: [] },
      ['.environments must have at least 1 items'],
    ],
    [
      'an item by its reference',
      { ...complete, environments: ['dev', 'test'] },
      ['.environments.1 must be one of "dev", "prod"'],
    ],
  ])('says where and what: %s', (_, formData, expected) => {
    expect(messages(formData)).toEqual(expected);
  });

  it('asks for what another answer makes necessary', () => {
    expect(messages({ ...complete, tls: true })).toContain('.host host is required');
    expect(messages({ ...complete, tls: true, host: 'shop.example' })).toEqual([]);
    expect(messages({ ...complete, tls: false })).toEqual([]);
  });

  it('refuses what is not known where nothing else is allowed', () => {
    const closed = { ...schema, additionalProperties: false };
    expect(messages({ ...complete, extra: 1 }, closed)).toEqual(['.extra is not known here']);
  });

  it('speaks Chinese where the page does', () => {
    document.documentElement.lang = 'zh';
    expect(messages({ name: 'shopping-cart' })).toEqual([
      '.owner 请填写Owner',
      '.name 最多 10 个字符',
    ]);
  });

  it('adds what the form’s own function finds, under its field', () => {
    const { errors, errorSchema } = validator.validateFormData(complete, schema, (_, all) => {
      const { owner } = all as { owner?: { addError(message: string): void } };
      owner?.addError('is nobody');
      return all;
    });
    expect(errors.map(({ stack }) => stack)).toEqual(['.owner is nobody']);
    expect(errorSchema).toMatchObject({ owner: { __errors: ['is nobody'] } });
  });

  it('says that a schema cannot be read instead of letting everything pass', () => {
    const broken = { properties: { name: { $ref: '#/definitions/none' } } };
    const { errors, errorSchema } = validator.validateFormData({ name: 'a' }, broken);
    expect(errors.map(({ stack }) => stack).join()).toMatch(/Unresolved \$ref/);
    expect(JSON.stringify(errorSchema)).toMatch(/Unresolved \$ref/);
    expect(validator.isValid(broken, { name: 'a' }, broken)).toBe(false);
  });

  it('finds definitions of the whole form for one of its parts', () => {
    const part = { $ref: '#/definitions/environment' };
    expect(validator.isValid(part, 'dev', schema)).toBe(true);
    expect(validator.isValid(part, 'test', schema)).toBe(false);
  });

  it('takes the place of the original for the plugin of `ajv-errors`', () => {
    const plugged = customizeValidator();
    expect(() => ajvErrors(plugged.ajv as never)).not.toThrow();
  });

  it.each(['@backstage/plugin-scaffolder', '@backstage/plugin-scaffolder-react'])(
    'is what %s gets when it asks for its own',
    name => {
      const asking = path.dirname(require.resolve(`${name}/package.json`));
      const manifest = require.resolve('@rjsf/validator-ajv8/package.json', { paths: [asking] });
      expect(path.dirname(realpathSync(manifest))).toBe(path.resolve(__dirname, '..'));
    },
  );

  it('agrees with a compiling validator about any values', () => {
    const compiled = new Ajv({ strict: false, allErrors: true }).compile({
      ...schema,
      properties: { ...schema.properties, name: { type: 'string', pattern: '^[a-z][-a-z0-9]*$' } },
    });
    const interpreted = {
      ...schema,
      properties: { ...schema.properties, name: { type: 'string', pattern: '^[a-z][-a-z0-9]*$' } },
    } as RJSFSchema;
    const word = fc.constantFrom('cart', 'Cart', '', 'dev', 'prod', 'go', 'c');
    const values = fc.record(
      {
        name: word,
        owner: fc.oneof(word, fc.integer()),
        port: fc.oneof(fc.integer({ min: -2, max: 70_000 }), fc.double({ noNaN: true }), word),
        language: word,
        environments: fc.array(word, { maxLength: 3 }),
        tls: fc.boolean(),
        host: word,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, formData => {
        const errors = validator.validateFormData(formData, interpreted).errors;
        return (errors.length === 0) === compiled(formData);
      }),
      { numRuns: 300 },
    );
  });
});
