import { accountProblems, addAccount, draftAccounts, toAccounts } from './accountDraft';

const account = (name: string) => ({ name, imagePullSecrets: [] });

it.each([
  [['build', 'deploy'], []],
  [['build', ''], [[1, 'missing']]],
  [['Build'], [[0, 'invalid']]],
  [['build', 'deploy', 'build'], [[2, 'twice']]],
])('of the accounts %j', (names, problems) => {
  expect([...accountProblems(draftAccounts(names.map(account)))]).toEqual(problems);
});

it('gives a new line an id of its own, and takes the ids off again', () => {
  const accounts = addAccount(draftAccounts([account('build')]).slice());
  expect(accounts.map(({ id }) => id)).toEqual([0, 1]);
  expect(toAccounts(accounts)).toEqual([account('build'), account('')]);
});
