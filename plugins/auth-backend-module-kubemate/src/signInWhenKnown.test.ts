import { NotFoundError } from '@backstage/errors';
import { signInWhenKnown } from './signInWhenKnown';

const user = (relations: { type: string; targetRef: string }[]) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'platform' },
  spec: { memberOf: ['platform-team'] },
  relations,
});
const whole = user([{ type: 'memberOf', targetRef: 'group:default/platform-team' }]);

function catalogThatAnswers(...answers: (ReturnType<typeof user> | Error)[]) {
  const findCatalogUser = jest.fn(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error || answer === undefined) throw answer;
    return { entity: answer };
  });
  const signInWithCatalogUser = jest.fn(async () => ({ token: 'signed' }));
  return { findCatalogUser, signInWithCatalogUser };
}

const pause = async () => {};

it('signs in at once who is in the catalog', async () => {
  const context = catalogThatAnswers(whole);
  await expect(signInWhenKnown(context, { name: 'platform', pause })).resolves.toEqual({
    token: 'signed',
  });
  expect(context.findCatalogUser).toHaveBeenCalledTimes(1);
});

it('waits while the catalog has not read the user, or their groups', async () => {
  const context = catalogThatAnswers(new NotFoundError('User not found'), user([]), whole);
  await signInWhenKnown(context, { name: 'platform', pause });
  expect(context.findCatalogUser).toHaveBeenCalledTimes(3);
  expect(context.signInWithCatalogUser).toHaveBeenCalledTimes(1);
});

it('gives up after a while, with the catalog’s own answer', async () => {
  const missing = new NotFoundError('User not found');
  const context = catalogThatAnswers(missing);
  context.signInWithCatalogUser.mockRejectedValue(missing);
  await expect(signInWhenKnown(context, { name: 'nobody', pause })).rejects.toBe(missing);
  expect(context.findCatalogUser.mock.calls.length).toBeLessThanOrEqual(120);
});

it('does not ask again after another error', async () => {
  const broken = new Error('the catalog is down');
  const context = catalogThatAnswers(broken);
  await expect(signInWhenKnown(context, { name: 'platform', pause })).rejects.toBe(broken);
  expect(context.findCatalogUser).toHaveBeenCalledTimes(1);
});
