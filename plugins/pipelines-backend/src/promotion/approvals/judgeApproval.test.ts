import { parseImage } from '../imageRef';
import type { ApprovalRule } from '../environments/Environment';
import type { StoredApproval } from './ApprovalStore';
import { countApprovals, groupsOf, presentApproval, stateOf, whyNotDecide } from './judgeApproval';

const RULE: ApprovalRule = {
  count: 2,
  groups: ['owner', 'group:default/sre'],
  notBy: ['requester', 'author'],
  expiresAfterMs: 1000,
};

function request(over: Partial<StoredApproval> = {}): StoredApproval {
  return {
    ...{ id: 'r', component: 'component:default/cart', owner: 'group:default/team' },
    ...{ from: 'staging', to: 'prod', image: parseImage('cart:2'), revision: 1 },
    ...{ requestedBy: 'user:default/dana', requestedAt: 0, expiresAt: 1000 },
    ...{ decisions: [], authors: ['mia.chen'] },
    ...over,
  };
}

const yes = (by: string, expiresAt = 900) => ({
  ...{ by: `user:default/${by}`, at: 1, decision: 'approved' as const, reason: 'fine', expiresAt },
});
const decider = (name: string, group = 'group:default/sre', isOffered = true) => ({
  ...{ userEntityRef: `user:default/${name}`, ownershipEntityRefs: [group], isOffered },
});

it.each([
  ['waits', request(), 'waiting'],
  ['waits for a second one', request({ decisions: [yes('a')] }), 'waiting'],
  ['counts nobody twice', request({ decisions: [yes('a'), yes('a')] }), 'waiting'],
  ['is approved', request({ decisions: [yes('a'), yes('b')] }), 'approved'],
  ['forgets what has expired', request({ decisions: [yes('a'), yes('b', 400)] }), 'waiting'],
  [
    'is rejected by one, whatever others say',
    request({ decisions: [yes('a'), yes('b'), { ...yes('c'), decision: 'rejected' }] }),
    'rejected',
  ],
  ['is over', request({ expiresAt: 500, decisions: [yes('a'), yes('b')] }), 'expired'],
  ['is used', request({ promotion: 'p', decisions: [yes('a'), yes('b')] }), 'used'],
])('%s', (_name, stored, state) => {
  expect(stateOf(stored, { needed: 2, now: 500 })).toBe(state);
});

it.each([
  ['one of a group', decider('sam'), request(), undefined],
  ['one of the owners', decider('tea', 'group:default/team'), request(), undefined],
  ['somebody else', decider('sam', 'group:default/other'), request(), 'not-in-group'],
  [
    'one without the permission',
    decider('sam', 'group:default/sre', false),
    request(),
    'no-permission',
  ],
  ['the one who asked', decider('dana'), request(), 'requester'],
  ['the one who had it built', decider('mia.chen'), request(), 'author'],
  [
    'the one who had it built, by ref',
    decider('sam'),
    request({ authors: ['user:default/sam'] }),
    'author',
  ],
  ['one who has decided', decider('a'), request({ decisions: [yes('a')] }), 'decided'],
  ['anybody, once it is over', decider('sam'), request({ expiresAt: 500 }), 'over'],
])('lets %s decide, or says why not', (_name, who, stored, why) => {
  expect(whyNotDecide(stored, { decider: who, rule: RULE, now: 500 })).toBe(why);
});

it('lets the one who asked decide only where the environment says so', () => {
  const rule = { ...RULE, notBy: ['author' as const] };
  expect(whyNotDecide(request(), { decider: decider('dana'), rule, now: 500 })).toBeUndefined();
});

it('names the owner’s group, each group once', () => {
  const rule = { ...RULE, groups: ['owner', 'group:default/Team', 'group:default/sre'] };
  expect(groupsOf(rule, 'group:default/team')).toEqual(['group:default/team', 'group:default/sre']);
  expect(groupsOf(rule, undefined)).toEqual(['group:default/team', 'group:default/sre']);
});

it('shows nobody who had it built, nor the revision', () => {
  const stored = request({ decisions: [yes('a'), yes('b', 400)] });
  const shown = presentApproval(stored, { decider: decider('a'), rule: RULE, now: 500 });
  expect(countApprovals(stored, 500)).toBe(1);
  expect(shown).toMatchObject({ given: 1, needed: 2, mayDecide: false, whyNot: 'decided' });
  expect(shown.decisions.map(({ isExpired }) => isExpired)).toEqual([false, true]);
  expect(Object.keys(shown)).not.toContain('authors');
  expect(Object.keys(shown)).not.toContain('revision');
});
