import type { SchemaDocument } from './SchemaDocument';
import { validateYaml } from './validateYaml';

const deployment: SchemaDocument = {
  root: { $ref: '#/definitions/Deployment' },
  definitions: {
    Deployment: {
      type: 'object',
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { allOf: [{ $ref: '#/definitions/ObjectMeta' }], description: 'Standard.' },
        spec: { allOf: [{ $ref: '#/definitions/Spec' }], default: {} },
      },
    },
    ObjectMeta: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
    Spec: {
      type: 'object',
      required: ['selector'],
      properties: {
        replicas: { type: 'integer', format: 'int32', minimum: 0 },
        selector: { type: 'object' },
        strategy: { type: 'string', enum: ['Recreate', 'RollingUpdate'] },
        maxSurge: { $ref: '#/definitions/IntOrString' },
        ports: {
          type: 'array',
          items: { type: 'object', properties: { port: { type: 'integer' } } },
        },
        anything: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
    IntOrString: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  },
};

function codes(spec: string) {
  const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n${spec}`;
  return validateYaml(text, (_, kind) => (kind === 'Deployment' ? deployment : undefined)).map(
    problem => [problem.code, text.slice(problem.from, problem.to).trim(), problem.severity],
  );
}

describe('validateYaml', () => {
  it.each([
    ['  selector: {}\n  replicas: 3\n', []],
    ['  selector: {}\n  maxSurge: 25%\n', []],
    ['  selector: {}\n  maxSurge: 1\n', []],
    ['  selector: {}\n  anything: { a: { b: 1 } }\n', []],
    ['  selector: {}\n  replicas: null\n', []],
    ['  selector: {}\n  replicas: three\n', [['wrongType', 'three', 'error']]],
    ['  selector: {}\n  replicas: -1\n', [['tooSmall', '-1', 'error']]],
    ['  selector: {}\n  replcas: 3\n', [['unknownField', 'replcas', 'warning']]],
    ['  selector: {}\n  strategy: Rolling\n', [['notAllowedValue', 'Rolling', 'error']]],
    ['  selector: {}\n  ports:\n    - prt: 80\n', [['unknownField', 'prt', 'warning']]],
    ['  selector: {}\n  ports: 80\n', [['wrongType', '80', 'error']]],
    ['  replicas: 3\n', [['required', 'replicas: 3', 'error']]],
  ])('%j gives %j', (spec, expected) => {
    expect(codes(spec)).toEqual(expected);
  });

  it('follows references wrapped in allOf, and types of map values', () => {
    const text = 'kind: Deployment\nmetadata:\n  labels:\n    app: 1\nspec: { selector: {} }\n';
    expect(validateYaml(text, () => deployment)).toMatchObject([
      { code: 'wrongType', params: { field: 'metadata.labels.app', type: 'string' } },
    ]);
  });

  it('says where the syntax breaks, and leaves other documents alone', () => {
    const text = 'kind: Deployment\nspec: { selector: {}\n---\nkind: Other\nspec: 1\n';
    const [problem] = validateYaml(text, () => undefined);
    expect(problem?.code).toBe('syntax');
  });
});
