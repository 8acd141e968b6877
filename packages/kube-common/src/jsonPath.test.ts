import { compileJsonPath } from './jsonPath';

const document = {
  metadata: { labels: { 'app.kubernetes.io/name': 'web' }, annotations: { 'a b': 'c' } },
  spec: {
    ports: [
      { port: 80, name: 'http' },
      { port: 443, name: 'https' },
    ],
    replicas: 3,
  },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Synced', status: 'False' },
    ],
    ready: true,
  },
};

describe('compileJsonPath', () => {
  it.each([
    ['.spec.replicas', [3]],
    ['{.spec.replicas}', [3]],
    ['$.spec.replicas', [3]],
    ['.spec.ports[0].port', [80]],
    ['.spec.ports[-1].name', ['https']],
    ['.spec.ports[9].name', []],
    ['.spec.ports[*].port', [80, 443]],
    [".metadata.labels['app\\.kubernetes\\.io/name']", ['web']],
    ['.metadata.labels.app\\.kubernetes\\.io/name', ['web']],
    ['.metadata.annotations["a b"]', ['c']],
    ['.status.conditions[?(@.type=="Ready")].status', ['True']],
    [".status.conditions[?(@.type == 'Synced')].status", ['False']],
    ['.status.conditions[?(@.type!="Ready")].type', ['Synced']],
    ['.spec.ports[?(@.port>=443)].name', ['https']],
    ['.spec.ports[?(@.port<443)].name', ['http']],
    ['.spec.ports[?(@.nodePort)].name', []],
    ['.nothing.here', []],
    ['.toString', []],
  ])('finds %s', (path, values) => expect(compileJsonPath(path)?.(document)).toEqual(values));

  it.each(['.a..b', '.a[', '.a[0:2]', '.a[?(@.b =~ "x")]', 'a', '.a[0,1]'])('refuses %s', path => {
    expect(compileJsonPath(path)).toBeUndefined();
  });
});
