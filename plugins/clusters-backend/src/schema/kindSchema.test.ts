import { kindSchema } from './kindSchema';

const document = {
  components: {
    schemas: {
      'io.k8s.api.apps.v1.Deployment': {
        type: 'object',
        properties: {
          spec: { allOf: [{ $ref: '#/components/schemas/Spec' }], default: {} },
        },
        'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }],
      },
      Spec: { properties: { self: { $ref: '#/components/schemas/Spec' }, n: { type: 'integer' } } },
      Unrelated: { type: 'string' },
    },
  },
};
const deployment = { group: 'apps', version: 'v1', kind: 'Deployment' };

describe('kindSchema', () => {
  it('takes the kind and what it leads to, cycles by name', () => {
    const { root, definitions } = kindSchema(document, deployment);
    expect(root).toEqual({ $ref: '#/definitions/io.k8s.api.apps.v1.Deployment' });
    expect(Object.keys(definitions).sort()).toEqual(['Spec', 'io.k8s.api.apps.v1.Deployment']);
    expect(definitions.Spec).toEqual({
      properties: { self: { $ref: '#/definitions/Spec' }, n: { type: 'integer' } },
    });
  });

  it('does not change the document, which others share', () => {
    const before = JSON.stringify(document);
    kindSchema(document, deployment);
    expect(JSON.stringify(document)).toBe(before);
  });

  it('says which kind has no schema', () => {
    expect(() => kindSchema(document, { ...deployment, kind: 'Thing' })).toThrow(/Thing/);
    expect(() => kindSchema({}, deployment)).toThrow(/Deployment/);
  });
});
