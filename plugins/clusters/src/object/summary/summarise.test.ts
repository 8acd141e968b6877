import { Fields } from '../Fields';
import { summarise } from './summarise';
import type { SummarySection } from './Summary';

function facts(sections: readonly SummarySection[], title: string) {
  const section = sections.find(candidate => candidate.title === title);
  return section?.type === 'facts'
    ? Object.fromEntries(section.facts.map(({ label, value }) => [label, value]))
    : undefined;
}

function rows(sections: readonly SummarySection[], title: string) {
  const section = sections.find(candidate => candidate.title === title);
  return section?.type === 'table' ? section.rows : undefined;
}

const type = (text: string) => {
  const [group = '', plural = ''] = text.split('/');
  return { group, plural };
};

describe('summarise', () => {
  it('shows how far a rollout is', () => {
    const sections = summarise(
      type('apps/deployments'),
      new Fields({
        metadata: { generation: 3 },
        spec: { replicas: 4 },
        status: { readyReplicas: 3, updatedReplicas: 4, observedGeneration: 2 },
      }),
    );
    expect(facts(sections, 'rollout')).toMatchObject({
      ready: { as: 'status', health: 'progressing', text: '3/4' },
      updated: { as: 'status', health: 'ok', text: '4/4' },
      observed: { health: 'progressing', text: '2/3' },
    });
  });

  it('joins a container’s specification with its state', () => {
    const sections = summarise(
      type('/pods'),
      new Fields({
        spec: {
          containers: [
            {
              name: 'web',
              image: 'cart:1',
              resources: { requests: { cpu: '250m' }, limits: { memory: '128Mi' } },
              livenessProbe: { httpGet: { port: 8080, path: '/healthz' }, periodSeconds: 5 },
            },
          ],
        },
        status: {
          containerStatuses: [
            {
              name: 'web',
              restartCount: 4,
              state: { waiting: { reason: 'CrashLoopBackOff' } },
              lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
            },
          ],
        },
      }),
    );
    const [container] = rows(sections, 'containers') ?? [];
    expect(container?.[1]).toEqual([
      { as: 'status', health: 'failed', text: 'CrashLoopBackOff' },
      { as: 'text', text: '←' },
      { as: 'status', health: 'failed', text: 'OOMKilled (137)' },
    ]);
    expect(container?.[2]).toEqual([{ as: 'count', amount: 4 }]);
    expect(container?.[3]).toContainEqual({ as: 'cores', amount: 0.25 });
    expect(container?.[4]).toContainEqual({ as: 'bytes', amount: 128 * 2 ** 20 });
    expect(container?.[6]).toEqual([{ as: 'code', text: 'liveness: GET :8080/healthz / 5s' }]);
  });

  it('never draws a Secret’s value, whatever the server sends', () => {
    const sections = summarise(
      type('/secrets'),
      new Fields({ type: 'Opaque', data: { password: 'aHVudGVy', size: '12 bytes' } }),
    );
    expect(JSON.stringify(sections)).not.toContain('aHVudGVy');
    expect(rows(sections, 'data')?.[1]?.[1]).toEqual([{ as: 'bytes', amount: 12 }]);
  });

  it('links an ingress to its services', () => {
    const sections = summarise(
      type('networking.k8s.io/ingresses'),
      new Fields({
        metadata: { namespace: 'shop' },
        spec: {
          rules: [
            {
              host: 'shop.example',
              http: {
                paths: [{ path: '/', backend: { service: { name: 'web', port: { number: 80 } } } }],
              },
            },
          ],
        },
      }),
    );
    expect(rows(sections, 'routes')?.[0]?.[2]).toEqual([
      {
        as: 'object',
        resource: { group: '', version: 'v1', plural: 'services' },
        namespace: 'shop',
        name: 'web',
        text: 'web:80',
      },
    ]);
  });

  it('shows the plain values of a kind it does not know', () => {
    const sections = summarise(
      type('example.com/widgets'),
      new Fields({
        spec: { size: 3, nested: { colour: 'red' }, tags: ['a', 'b'] },
        status: { ready: true, conditions: [{ type: 'Ready' }] },
      }),
    );
    expect(sections).toEqual([
      {
        type: 'paths',
        title: 'spec',
        left: 0,
        facts: [
          { path: 'size', value: { as: 'count', amount: 3 } },
          { path: 'tags', value: { as: 'list', items: ['a', 'b'] } },
          { path: 'nested.colour', value: { as: 'text', text: 'red' } },
        ],
      },
      {
        type: 'paths',
        title: 'status',
        left: 0,
        facts: [{ path: 'ready', value: { as: 'text', text: 'true' } }],
      },
    ]);
  });

  it.each(['/pods', 'apps/deployments', '/nodes', 'batch/cronjobs', '/services', 'x/y'])(
    'says nothing wrong of an empty object of %s',
    text => {
      expect(() => summarise(type(text), new Fields({}))).not.toThrow();
    },
  );
});
