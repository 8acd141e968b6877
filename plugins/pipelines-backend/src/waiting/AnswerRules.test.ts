import { mockServices } from '@backstage/backend-test-utils';
import { isSelf, readAnswerRules } from './AnswerRules';

const read = (notBy?: string[]) =>
  readAnswerRules(
    mockServices.rootConfig({ data: { kubemate: { pipelines: { answers: { notBy } } } } }),
  );

it('lets anybody answer unless the configuration says otherwise', () => {
  expect(read().notBy).toEqual([]);
  expect(read(['starter']).notBy).toEqual(['starter']);
});

it('names the key of what is wrong', () => {
  expect(() => read(['author'])).toThrow('Invalid kubemate.pipelines.answers.notBy');
});

it.each([
  ['user:default/dana', true],
  ['dana', true],
  ['Dana', true],
  ['eve', false],
  [undefined, false],
])('takes what %s started for dana’s own: %s', (by, own) => {
  expect(
    isSelf({ kind: 'push', by }, { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] }),
  ).toBe(own);
});
