import { gitOpsSource } from './gitOpsSource';

const make = (metadata: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', ...metadata },
});

describe('gitOpsSource', () => {
  it.each([
    [
      { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/cart' } },
      'argocd',
      'shop',
      true,
    ],
    [{ labels: { 'argocd.argoproj.io/instance': 'shop' } }, 'argocd', 'shop', true],
    [
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux',
        },
      },
      'flux',
      'flux/apps',
      true,
    ],
    [{ labels: { 'helm.toolkit.fluxcd.io/name': 'redis' } }, 'flux', 'redis', true],
    [{ annotations: { 'kubemate.io/source': 'shop/deploy' } }, 'git', 'shop/deploy', true],
    [{ annotations: { 'meta.helm.sh/release-name': 'redis' } }, 'helm', 'redis', false],
  ])('%j is of %s %s', (metadata, tool, name, reverts) => {
    expect(gitOpsSource(make(metadata))).toEqual({ tool, name, reverts });
  });

  it('finds none on an object without marks', () => {
    expect(gitOpsSource(make({ labels: { app: 'a' } }))).toBeUndefined();
  });
});
