import { annotationFaults } from './annotationFaults';

const PREFIX = 'backstage.io/kubernetes-';

describe('annotationFaults', () => {
  it.each([
    ['id', 'cart'],
    ['label-selector', 'app=cart,tier in (front, back),!canary'],
    ['namespace', ' shop '],
    ['cluster', 'arn:aws:eks:eu-west-1:1:cluster/prod'],
  ])('has nothing to say of %s: %s', (key, value) => {
    expect(annotationFaults({ [PREFIX + key]: value })).toEqual([]);
  });

  it.each([
    ['id', 'cart service', 'must be the value of a label'],
    ['id', '  ', 'is empty'],
    ['label-selector', 'app in (cart', 'is no label selector: '],
    ['label-selector', 'a'.repeat(1_001), 'is longer than 1000 characters'],
    ['namespace', 'shop,payments', 'must be the name of one namespace'],
    ['cluster', 'dev, prod', 'must be the name of one cluster'],
  ])('names %s: %s', (key, value, fault) => {
    expect(annotationFaults({ [PREFIX + key]: value })).toEqual([
      expect.stringContaining(`the annotation ${PREFIX}${key} ${fault}`),
    ]);
  });

  it.each([
    ['kubemate.io/environments', 'dev, staging'],
    ['kubemate.io/workload', 'cart'],
    ['kubemate.io/container', 'web'],
    ['kubemate.io/registry-repository', 'ghcr.io/shop/cart_api'],
    ['kubemate.io/registry-repository', 'localhost:5000/cart'],
    ['sonarqube.org/project-key', 'shop:cart'],
    ['sonarqube.org/project-key', 'main/shop_cart'],
  ])('takes %s: %s', (key, value) => {
    expect(annotationFaults({ [key]: value })).toEqual([]);
  });

  it.each([
    ['kubemate.io/environments', 'dev,,prod', 'must be names of environments'],
    ['kubemate.io/workload', 'Deployment/cart', 'must be the name of one Deployment'],
    ['kubemate.io/container', 'web,proxy', 'must be the name of one container'],
    ['kubemate.io/registry-repository', 'cart', 'must be a repository with'],
    ['kubemate.io/registry-repository', 'ghcr.io/shop/cart:1.0', 'must be a repository with'],
    ['kubemate.io/registry-repository', 'https://ghcr.io/shop/cart', 'must be a repository with'],
    ['sonarqube.org/project-key', '123', 'must be the key of one project'],
    ['sonarqube.org/project-key', 'shop cart', 'must be the key of one project'],
    ['sonarqube.org/project-key', ' ', 'is empty'],
  ])('names %s: %s', (key, value, fault) => {
    expect(annotationFaults({ [key]: value })).toEqual([
      expect.stringContaining(`the annotation ${key} ${fault}`),
    ]);
  });

  it('says which part of a selector is wrong', () => {
    expect(annotationFaults({ [`${PREFIX}label-selector`]: 'app=cart,tier in (front' })).toEqual([
      expect.stringMatching(/is no label selector: .*tier in/),
    ]);
  });

  it('says everything at once, and leaves other annotations alone', () => {
    expect(
      annotationFaults({
        'example.org/anything': '',
        [`${PREFIX}id`]: '!',
        [`${PREFIX}namespace`]: 'Shop',
      }),
    ).toHaveLength(2);
  });
});
