import { parse } from 'yaml';
import { findDocuments, identityOf, replaceDocument } from './objectDocuments';
import { writeChanges } from './writeChanges';

const FILE = `# Keep this.
apiVersion: v1
kind: Service
metadata: {name: cart,   namespace: shop}
---
# The cart itself.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  replicas: 2 # two are enough
  template:
    spec:
      containers:
      - name: app
        image: "cart:1"
        env:
        - {name: LEVEL, value: info}
      - name: proxy
        image: proxy:1
---
kind: Odd
`;
const LIVE = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  replicas: 2
  progressDeadlineSeconds: 600
  template:
    spec:
      dnsPolicy: ClusterFirst
      containers:
        - { name: app, image: 'cart:1', env: [{ name: LEVEL, value: info }], imagePullPolicy: Always }
        - { name: proxy, image: 'proxy:1' }
`;

function propose(change: (text: string) => string, file = FILE) {
  const object = identityOf(parse(LIVE));
  if (!object) throw new Error('That is no object');
  const [found] = findDocuments(file, object);
  if (!found) throw new Error('It is not in the file');
  const written = writeChanges(found.document, {
    before: parse(LIVE),
    after: parse(change(LIVE)),
  });
  return { text: replaceDocument(file, found), ...written };
}

const lines = (before: string, after: string) => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return { gone: a.filter(line => !b.includes(line)), come: b.filter(line => !a.includes(line)) };
};

describe('writing an edit of a live object into its file', () => {
  it('changes the lines that were changed, and keeps comments and the other documents', () => {
    const { text, changes, differing } = propose(live =>
      live.replace('replicas: 2', 'replicas: 5').replace('cart:1', 'cart:2'),
    );
    expect(changes).toEqual([
      { path: 'spec.replicas', before: 2, after: 5 },
      { path: 'spec.template.spec.containers.0.image', before: 'cart:1', after: 'cart:2' },
    ]);
    expect(lines(FILE, text)).toEqual({
      gone: ['  replicas: 2 # two are enough', '        image: "cart:1"'],
      come: ['  replicas: 5 # two are enough', '        image: "cart:2"'],
    });
    expect(differing).toEqual([]);
  });

  it('finds items of lists by their names, adds and removes them', () => {
    const { text } = propose(live =>
      live
        .replace(
          "        - { name: proxy, image: 'proxy:1' }",
          "        - { name: log, image: 'log:1' }",
        )
        .replace('value: info', 'value: debug'),
    );
    const containers = parse(text.split('---')[1] ?? '').spec.template.spec.containers;
    expect(containers).toEqual([
      { name: 'app', image: 'cart:1', env: [{ name: 'LEVEL', value: 'debug' }] },
      { name: 'log', image: 'log:1' },
    ]);
  });

  it('adds and removes fields', () => {
    const { text } = propose(live =>
      live
        .replace('metadata: { name: cart', 'metadata: { labels: { team: shop }, name: cart')
        .replace('  replicas: 2\n', ''),
    );
    expect(lines(FILE, text)).toEqual({
      gone: ['  replicas: 2 # two are enough'],
      come: ['  labels:', '    team: shop'],
    });
  });

  it('tells where the file says something else than the cluster', () => {
    const file = FILE.replace('replicas: 2', 'replicas: 3');
    const { text, differing } = propose(live => live.replace('replicas: 2', 'replicas: 5'), file);
    expect(differing).toEqual(['spec.replicas']);
    expect(text).toContain('replicas: 5');
  });

  it.each([
    ['of another namespace', FILE.replaceAll('namespace: shop', 'namespace: other')],
    ['of another group', FILE.replace('apps/v1', 'other/v1')],
    ['of another name', FILE.replace('  name: cart\n', '  name: basket\n')],
    ['in a file that is broken', `${FILE}---\nkind: [`],
    ['in a template', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ .Values.x }}\n'],
  ])('does not take a document %s for it', (_, file) => {
    expect(() => propose(live => live, file)).toThrow('not in the file');
  });

  it('takes a document without a namespace for it, of another version too', () => {
    const file = 'apiVersion: apps/v1beta1\nkind: Deployment\nmetadata:\n  name: cart\n';
    const { text } = propose(live => live.replace('replicas: 2', 'replicas: 4'), file);
    expect(text).toBe(`${file}spec:\n  replicas: 4\n`);
  });
});
