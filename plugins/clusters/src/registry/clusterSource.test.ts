import { NO_SOURCE, outlineKubeconfig, readSource, suggestName } from './clusterSource';

const two = `
contexts: [{ name: dev, context: {} }, { name: arn:aws:eks:eu-west-1:1:cluster/Prod_EU, context: {} }]
`;
const text = (kubeconfig: string, context = '') => ({ ...NO_SOURCE, kubeconfig, context });

describe('outlineKubeconfig', () => {
  it.each([
    ['contexts and the current one', `${two}current-context: dev`, { current: 'dev', count: 2 }],
    ['a current one that is not there', `${two}current-context: gone`, { count: 2 }],
    ['what is no kubeconfig', '- a\n- b', { count: 0 }],
    ['half a document', 'contexts: [{ name: ', { count: 0 }],
    ['contexts that are none', 'contexts: [1, { name: 7 }, null]', { count: 0 }],
  ])('%s', (_, yaml, { count, ...rest }) => {
    const { contexts, current } = outlineKubeconfig(yaml);
    expect({ count: contexts.length, current }).toEqual({ count, current: undefined, ...rest });
  });
});

describe('readSource', () => {
  it('asks for the context where there are several and none is current', () => {
    expect(readSource('kubeconfig', text(two))).toEqual({ complete: false, missing: 'context' });
    expect(readSource('kubeconfig', text(two, 'dev'))).toEqual({
      complete: true,
      input: { source: { kind: 'kubeconfig', text: two, context: 'dev' } },
    });
  });

  it('leaves to the server what is wrong in a text', () => {
    expect(readSource('kubeconfig', text('not: a kubeconfig'))).toMatchObject({ complete: true });
  });

  it('sends the certificate authority as what is trusted', () => {
    const fields = { ...NO_SOURCE, server: ' https://10.0.0.1 ', token: ' t ', ca: 'PEM' };
    expect(readSource('token', fields)).toEqual({
      complete: true,
      input: { source: { kind: 'token', server: 'https://10.0.0.1', token: 't' }, trust: 'PEM' },
    });
    expect(readSource('token', { ...fields, token: ' ' })).toMatchObject({ missing: 'token' });
    expect(readSource('token', NO_SOURCE)).toMatchObject({ missing: 'server' });
  });
});

describe('suggestName', () => {
  it.each([
    ['in-cluster', NO_SOURCE, 'in-cluster'],
    ['token', { ...NO_SOURCE, server: 'https://Prod.example.org:6443' }, 'prod.example.org'],
    ['token', { ...NO_SOURCE, server: 'prod' }, ''],
    ['token', { ...NO_SOURCE, server: 'https://10.0.0.1:6443' }, ''],
    ['kubeconfig', text(two, 'arn:aws:eks:eu-west-1:1:cluster/Prod_EU'), 'prod-eu'],
    ['kubeconfig', text(two), 'dev'],
    ['kubeconfig', text('contexts: [{ name: "dana@staging" }]'), 'staging'],
  ] as const)('%s %#: %s', (way, fields, name) => {
    expect(suggestName(way, fields)).toBe(name);
  });
});
