import { capabilitiesOf } from './capabilities';

describe('capabilitiesOf', () => {
  it('leaves out what every API server has', () => {
    expect(
      capabilitiesOf([
        '',
        'apps',
        'batch',
        'policy',
        'rbac.authorization.k8s.io',
        'storage.k8s.io',
      ]),
    ).toEqual([]);
  });

  it('calls what it knows by its name, several groups of one thing once', () => {
    const groups = ['serving.kserve.io', 'acme.cert-manager.io', 'cert-manager.io'];
    expect(capabilitiesOf([...groups, 'metrics.k8s.io'])).toEqual([
      { name: 'cert-manager', groups: ['acme.cert-manager.io', 'cert-manager.io'] },
      { name: 'KServe', groups: ['serving.kserve.io'] },
      { name: 'Metrics API', groups: ['metrics.k8s.io'] },
    ]);
  });

  it('takes the longer name where two fit, and shows an unknown group as it is', () => {
    expect(
      capabilitiesOf(['trainer.kubeflow.org', 'kubeflow.org', 'example.com']).map(c => c.name),
    ).toEqual(['example.com', 'Kubeflow', 'Kubeflow Trainer']);
  });
});
