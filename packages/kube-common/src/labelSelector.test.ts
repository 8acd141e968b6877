import fc from 'fast-check';
import {
  formatLabelSelector,
  labelSelectorOf,
  matchesLabels,
  parseLabelSelector,
} from './labelSelector';

function selects(text: string, labels: Record<string, string>): boolean {
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return matchesLabels(parsed.selector, labels);
}

describe('parseLabelSelector', () => {
  it.each([
    ['', {}, true],
    ['app=web', { app: 'web' }, true],
    ['app==web', { app: 'web' }, true],
    ['app = web', { app: 'api' }, false],
    ['app!=web', { app: 'api' }, true],
    ['app!=web', {}, true],
    ['app=', { app: '' }, true],
    ['app=', {}, false],
    ['tier in (front, back)', { tier: 'back' }, true],
    ['tier in (front,back)', {}, false],
    ['tier notin (front)', {}, true],
    ['tier notin (front)', { tier: 'front' }, false],
    ['gpu', { gpu: '' }, true],
    ['!gpu', { gpu: '' }, false],
    ['!gpu', {}, true],
    ['gpus>3', { gpus: '4' }, true],
    ['gpus>3', { gpus: 'many' }, false],
    ['gpus<3', { gpus: '2' }, true],
    ['app=web,tier in (a,b),!gpu', { app: 'web', tier: 'b' }, true],
    ['app.kubernetes.io/name=web', { 'app.kubernetes.io/name': 'web' }, true],
    ['toString', {}, false],
    ['in in (in)', { in: 'in' }, true],
  ])('%j on %j selects: %s', (text, labels, expected) => {
    expect(selects(text, labels)).toBe(expected);
  });

  it.each([
    'app=web,',
    'a b',
    'app in web',
    'app in (a',
    '-a=b',
    'app=-x',
    'Up/Case/x=1',
    'UPPER.io/x=1',
    'a=b=c',
    'gpus>many',
    `app=${'x'.repeat(64)}`,
    '=web',
    'app=we b',
  ])('refuses %j with a sentence', text => {
    expect(parseLabelSelector(text)).toEqual({ ok: false, message: expect.any(String) });
  });

  it('reads back what it writes', () => {
    const key = fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/);
    const value = fc.stringMatching(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,6}[A-Za-z0-9])?)?$/);
    const values = fc.uniqueArray(value, { minLength: 1, maxLength: 3 }).map(list => list.sort());
    const requirement = fc.oneof(
      fc.record({ key, operator: fc.constantFrom('In' as const, 'NotIn' as const), values }),
      fc.record({
        key,
        operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
        values: fc.constant([]),
      }),
    );
    fc.assert(
      fc.property(fc.array(requirement, { maxLength: 4 }), selector => {
        expect(parseLabelSelector(formatLabelSelector(selector))).toEqual({ ok: true, selector });
      }),
    );
  });
});

describe('labelSelectorOf', () => {
  it('selects nothing without a selector and everything with an empty one', () => {
    expect(labelSelectorOf(undefined)).toBeUndefined();
    expect(matchesLabels(labelSelectorOf({}) ?? [], { any: 'thing' })).toBe(true);
  });

  it('joins labels and expressions', () => {
    const selector = labelSelectorOf({
      matchLabels: { app: 'web' },
      matchExpressions: [{ key: 'canary', operator: 'DoesNotExist' }],
    });
    expect(formatLabelSelector(selector ?? [])).toBe('app=web,!canary');
  });

  it('does not guess at an operator it does not know', () => {
    const matchExpressions = [{ key: 'a', operator: 'Near', values: ['b'] }];
    expect(labelSelectorOf({ matchExpressions })).toBeUndefined();
  });
});
