import type { SchemaDocument } from './SchemaDocument';
import { schemaCompletion } from './schemaCompletion';
import { yamlContext } from './yamlContext';

const pod: SchemaDocument = {
  root: { $ref: '#/definitions/Pod' },
  definitions: {
    Pod: { type: 'object', properties: { spec: { $ref: '#/definitions/Spec' } } },
    Spec: {
      type: 'object',
      required: ['containers'],
      properties: {
        containers: { type: 'array', items: { $ref: '#/definitions/Container' } },
        hostNetwork: { type: 'boolean' },
        restartPolicy: { type: 'string', enum: ['Always', 'Never', 'OnFailure'] },
        nodeSelector: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
    Container: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string', description: 'Unique.' }, image: { type: 'string' } },
    },
  },
};

function labels(text: string) {
  const lines = text.split('\n');
  const context = yamlContext(lines, (lines.at(-1) ?? '').length);
  return context === undefined
    ? []
    : schemaCompletion(pod, context).map(({ label, insert }) => [label, insert]);
}

describe('schemaCompletion', () => {
  it('offers fields, those that are required first, with what opens them', () => {
    expect(labels('spec:\n  ')).toEqual([
      ['containers', 'containers:\n    - '],
      ['hostNetwork', 'hostNetwork: '],
      ['nodeSelector', 'nodeSelector:\n    '],
      ['restartPolicy', 'restartPolicy: '],
    ]);
  });

  it('leaves out what is there', () => {
    expect(labels('spec:\n  containers:\n    - name: a\n      ')).toEqual([['image', 'image: ']]);
  });

  it('offers the values of an enumeration and of a boolean', () => {
    expect(labels('spec:\n  restartPolicy: ')).toEqual([
      ['Always', 'Always'],
      ['Never', 'Never'],
      ['OnFailure', 'OnFailure'],
    ]);
    expect(labels('spec:\n  hostNetwork: t')).toEqual([
      ['true', 'true'],
      ['false', 'false'],
    ]);
  });

  it('offers nothing where any key is allowed', () => {
    expect(labels('spec:\n  nodeSelector:\n    ')).toEqual([]);
  });
});
