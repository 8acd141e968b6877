import { groupTemplates, type TemplatesState, titleOf } from './templatesState';

const template = (name: string, type: string, tags: string[] = []) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name, title: `The ${name}`, description: `Makes a ${name}`, tags },
  spec: { type },
});

const all = [
  template('tenant', 'tenant', ['namespace']),
  template('quota', 'tenant'),
  template('node', 'service', ['typescript', 'http']),
  template('go', 'service', ['http']),
];
const everything: TemplatesState = { search: '', types: [], tags: [], starred: false };
const found = (state: Partial<TemplatesState>) =>
  groupTemplates(all, { ...everything, ...state }, ({ metadata }) => metadata.name === 'quota').map(
    ({ type, templates }) => [type, templates.map(titleOf)],
  );

describe('groupTemplates', () => {
  it('puts services first and sorts by title', () => {
    expect(found({})).toEqual([
      ['service', ['The go', 'The node']],
      ['tenant', ['The quota', 'The tenant']],
    ]);
  });

  it.each([
    [{ search: 'MAKES node' }, [['service', ['The node']]]],
    [{ search: 'typescript' }, [['service', ['The node']]]],
    [{ types: ['tenant'] }, [['tenant', ['The quota', 'The tenant']]]],
    [{ tags: ['http', 'typescript'] }, [['service', ['The node']]]],
    [{ starred: true }, [['tenant', ['The quota']]]],
    [{ search: 'nothing' }, []],
  ])('narrows by %j', (state, expected) => {
    expect(found(state)).toEqual(expected);
  });
});
