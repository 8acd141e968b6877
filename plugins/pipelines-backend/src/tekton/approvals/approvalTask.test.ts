import {
  answersOf,
  approvalTaskSchema,
  countGiven,
  inputOf,
  isOpen,
  whyNotAnswer,
  withAnswer,
} from './approvalTask';

const user = (name: string, input = 'pending') => ({ name, input, type: 'User' });
const group = (name: string, users: object[] = [], input = 'pending') => ({
  ...{ name, input, type: 'Group' },
  users,
});
const task = (approvers: object[], fields: object = {}) =>
  approvalTaskSchema.parse({
    metadata: { name: 'release-1-approve', labels: { 'tekton.dev/pipelineTask': 'approve' } },
    spec: { approvers, numberOfApprovalsRequired: 2, ...fields },
  });
const dana = { user: 'dana', groups: ['sre'] };

describe('who may answer', () => {
  it.each([
    ['somebody who is named', [user('dana')], undefined],
    ['somebody named by an old version', [{ name: 'dana', input: 'pending' }], undefined],
    ['a member of a group that is named', [group('sre')], undefined],
    ['somebody who stands in a group', [group('ops', [{ name: 'dana', input: '' }])], undefined],
    ['nobody else', [user('eve'), group('ops')], 'not-approver'],
    ['no user who is called as the group', [group('dana')], 'not-approver'],
    ['nobody where nobody is named', [], 'not-approver'],
    ['nobody twice', [user('dana', 'approve')], 'answered'],
    ['nobody twice in a group', [group('sre', [user('dana', 'reject')], 'reject')], 'answered'],
  ])('%s', (_, approvers, why) => {
    expect(whyNotAnswer(task(approvers), dana)).toBe(why);
  });
});

describe('an answer', () => {
  const answer = { ...dana, input: 'approve' as const, message: 'tested' };

  it('is written where the person is named, and leaves others alone', () => {
    expect(withAnswer(task([user('eve'), user('dana')]), answer)).toEqual([
      user('eve'),
      { ...user('dana', 'approve'), message: 'tested' },
    ]);
  });

  it('of a member is written into the group, with the name', () => {
    const before = task([group('sre', [user('eve', 'approve')], 'approve'), group('ops')]);
    expect(withAnswer(before, answer)).toEqual([
      {
        ...group('sre', [
          user('eve', 'approve'),
          { name: 'dana', input: 'approve', message: 'tested' },
        ]),
        ...{ input: 'approve', message: 'tested' },
      },
      group('ops'),
    ]);
  });

  it('is given once by somebody who is named and in a group', () => {
    const after = withAnswer(task([user('dana'), group('sre')]), answer);
    expect(after[1]).toEqual(group('sre'));
  });
});

it('counts people, not entries', () => {
  const approvers = [
    user('dana', 'approve'),
    group('sre', [user('dana', 'approve'), user('eve', 'approve'), user('mia', 'reject')]),
  ];
  expect(countGiven(task(approvers))).toBe(2);
  expect(answersOf(task(approvers))).toContainEqual({ by: 'mia', decision: 'abort' });
});

it.each([
  [undefined, true],
  ['pending', true],
  ['approved', false],
  ['rejected', false],
])('of the state %s is open: %s', (state, open) => {
  expect(isOpen({ ...task([]), status: state === undefined ? undefined : { state } })).toBe(open);
});

it('is told as a question, for whom it is kept, and by its task where it has no words', () => {
  const told = inputOf(task([user('dana'), group('sre')], { description: 'Release 2.0?' }));
  expect(told).toEqual({
    ...{ id: 'release-1-approve', message: 'Release 2.0?', proceedText: 'Approve', params: [] },
    submitters: ['dana', 'group:sre'],
  });
  expect(inputOf(task([])).message).toBe('approve');
});
