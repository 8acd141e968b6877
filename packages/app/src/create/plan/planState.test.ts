import type { Planned, TemplatePlan } from '@kubemate/plugin-template-runs-common';
import { lookOf, summaryOf, tellingSteps, templatePlanInWords } from './planState';

const target = { cluster: 'dev', kind: 'Deployment', namespace: 'shop', name: 'cart' };
const plan = { allowed: true, summary: 'Create Deployment cart', basis: '' };
const nothing = { touches: [], warnings: [] };

function planned(changes: Partial<NonNullable<Planned['plan']>> = {}): Planned {
  return {
    ...{ operation: 'clusters.apply-manifest', isCheck: false, state: 'planned' },
    plan: { ...plan, ...nothing, diff: [{ target, changes: [] }], ...changes },
  };
}

const DENIED = planned({ allowed: false, reason: 'You lack patch.' });
const THERE = planned({ diff: [{ target, before: 'a', after: 'b', changes: [] }] });
const LATER: Planned = { operation: 'a.b', isCheck: false, state: 'later', reason: 'not found' };
const FAILED: Planned = { operation: 'a.b', isCheck: false, state: 'failed', reason: 'No Jenkins' };

it.each([
  ['makes', planned()],
  ['changes', THERE],
  ['checked', { ...THERE, isCheck: true }],
  ['denied', DENIED],
  ['later', LATER],
  ['failed', FAILED],
])('draws what %s', (word, each) => {
  expect(lookOf(each).word).toBe(word);
});

it('sums up what stands in the way, and what deserves a look', () => {
  const effect = { cluster: 'dev', namespace: 'shop', quota: 'q', resource: 'pods' };
  const step = { name: 'x', action: 'kubemate:kube:apply', state: 'does' } as const;
  const whole: TemplatePlan = {
    ...{ template: 'template:default/a', title: 'A', allowed: false, files: [] },
    steps: [
      { ...step, id: '1', operations: [] },
      { ...step, id: '2', operations: [planned(), DENIED, DENIED, THERE] },
      { ...step, id: '3', operations: [FAILED, LATER, { ...THERE, isCheck: true }] },
      { ...step, id: '4', state: 'unknown', action: 'publish:github', operations: [] },
      { ...step, id: '5', state: 'skipped', operations: [] },
    ],
    quota: [
      { ...effect, hard: 3, used: 2, adds: 2 },
      { ...effect, hard: 3, used: 4, adds: -1 },
    ],
  };
  expect(summaryOf(whole)).toEqual({
    ...{ operations: 6, changed: 1, short: 1, unknown: 1 },
    obstacles: ['You lack patch.', 'No Jenkins'],
  });
  expect(tellingSteps(whole).map(({ id }) => id)).toEqual(['2', '3', '4']);
});

it('says the sentences of each operation by its plugin', () => {
  const said = [{ code: 'applyCreate', values: {}, text: 'Create Deployment cart' }];
  const operations = [planned({ said }), LATER];
  const step = { id: '1', name: 'x', action: 'y', state: 'does', operations } as const;
  const whole: TemplatePlan = {
    ...{ template: 'template:default/a', title: 'A', allowed: true, files: [], quota: [] },
    steps: [{ ...step, operations }],
  };
  const told = templatePlanInWords(
    whole,
    ({ code }) => (code === 'clusters.applyCreate' ? '创建 Deployment cart' : undefined),
    text => `${text}!`,
  );
  expect(told.steps[0]?.name).toBe('x!');
  expect(told.steps[0]?.operations[0]?.plan?.summary).toBe('创建 Deployment cart');
  expect(told.steps[0]?.operations[1]).toBe(LATER);
});
