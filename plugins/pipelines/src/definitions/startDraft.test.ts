import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { ParameterSpec } from '@kubemate/plugin-pipelines-common';
import { definition } from '../__testUtils__/runs';
import { draftProblems, startDraft, startInput, type StartDraft } from './startDraft';

const parameter = (given: Partial<ParameterSpec>): ParameterSpec => ({
  ...{ name: 'p', type: 'string' },
  ...given,
});
const filled = (given: Partial<StartDraft> = {}): StartDraft => {
  const draft = startDraft(definition());
  return { ...draft, params: { ...draft.params, revision: 'main' }, ...given };
};

describe('the draft of a run', () => {
  it('begins with the defaults, and lacks what has none', () => {
    const draft = startDraft(definition());
    expect(draft.params).toEqual({ revision: '', level: 'fast' });
    expect([...draftProblems(definition(), draft)]).toEqual([['param revision', 'missing']]);
    expect(startInput(definition(), draft)).toBeUndefined();
  });

  it('gives the operation what differs from the defaults, as its contract takes it', () => {
    const input = startInput(definition(), filled());
    expect(input).toEqual({
      ...{ engine: 'tekton', place: 'dev', folder: 'shop', pipeline: 'build' },
      params: { revision: 'main' },
      workspaces: { source: { kind: 'emptyDir' } },
    });
    expect(pipelineOperations.startRun.input.safeParse(input).success).toBe(true);
  });

  it.each<[string, ParameterSpec, string, unknown]>([
    ['an array', parameter({ type: 'array' }), 'a\n\nb', ['a', 'b']],
    ['an object', parameter({ type: 'object' }), 'k=v=w\nx=', { k: 'v=w', x: '' }],
    ['text as it is', parameter({}), ' a\nb ', ' a\nb '],
    ['an emptied default', parameter({ default: 'x' }), '', ''],
  ])('reads %s', (_, spec, text, value) => {
    const given = definition({ params: [spec] });
    const input = startInput(given, { ...startDraft(given), params: { p: text } });
    expect(input?.params).toEqual({ p: value });
  });

  it('refuses entries without a key', () => {
    const given = definition({ params: [parameter({ type: 'object' })] });
    const draft = { ...startDraft(given), params: { p: 'nonsense' } };
    expect(draftProblems(given, draft).get('param p')).toBe('entries');
  });

  it.each([
    ['none', '', 'missing'],
    ['emptyDir', '', undefined],
    ['secret', '', 'missing'],
    ['secret', 'Not a name', 'name'],
    ['configMap', 'settings', undefined],
    ['volumeClaimTemplate', 'much', 'size'],
    ['volumeClaimTemplate', '1Gi', undefined],
  ] as const)('holds a workspace of %s "%s" to be %s', (kind, text, problem) => {
    const draft = filled({ workspaces: { source: { kind, text } } });
    expect(draftProblems(definition(), draft).get('workspace source')).toBe(problem);
  });
});
