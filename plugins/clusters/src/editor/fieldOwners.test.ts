import { managersOf, ownerNotes } from './fieldOwners';

const object = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    managedFields: [
      {
        manager: 'helm',
        operation: 'Apply',
        time: '2026-07-01T10:00:00Z',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': {
            'f:template': {
              'f:spec': {
                'f:containers': { 'k:{"name":"app"}': { '.': {}, 'f:name': {}, 'f:image': {} } },
              },
            },
          },
        },
      },
      {
        manager: 'kube-controller-manager',
        operation: 'Update',
        subresource: 'scale',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
      {
        manager: 'kubelet',
        operation: 'Update',
        subresource: 'status',
        fieldsV1: { 'f:status': {} },
      },
    ],
  },
};

const text = [
  'metadata:',
  '  labels:',
  '    app: web',
  'spec:',
  '  replicas: 3',
  '  template:',
  '    spec:',
  '      containers:',
  '        - name: app',
  '          image: app:1',
  '        - name: other',
  '          image: other:1',
  '',
].join('\n');

describe('field owners', () => {
  it('leaves out who only writes the status', () => {
    expect(managersOf(object).map(({ name }) => name)).toEqual(['helm', 'kube-controller-manager']);
  });

  it('tells for each line who owns what stands there', () => {
    const notes = ownerNotes(
      text,
      managersOf(object),
      (owners, path) => `${path}: ${owners[0]?.operation}`,
    );
    expect(notes.map(({ line, text: name, detail }) => [line, name, detail])).toEqual([
      [3, 'helm', 'metadata.labels.app: Apply'],
      [5, 'kube-controller-manager', 'spec.replicas: Update'],
      [9, 'helm', 'spec.template.spec.containers[0].name: Apply'],
      [10, 'helm', 'spec.template.spec.containers[0].image: Apply'],
    ]);
  });

  it('says nothing of a text that does not parse', () => {
    expect(ownerNotes('a: [', managersOf(object), () => '')).toEqual([]);
  });
});
