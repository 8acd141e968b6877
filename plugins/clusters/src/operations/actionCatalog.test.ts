import { ACTIONS, actionsFor, bulkActionsFor } from './actionCatalog';
import type { Subject } from './Subject';

function subject(type: string, spec?: Record<string, unknown>): Subject {
  const [group = '', plural = '', kind = ''] = type.split('/');
  const name = 'it';
  return {
    target: {
      cluster: 'prod',
      resource: { group, version: 'v1', plural },
      namespace: 'shop',
      name,
    },
    kind,
    ...(spec && { object: { apiVersion: 'v1', kind, metadata: { name }, spec } }),
  };
}

const ids = (of: Subject) => actionsFor(of).map(action => action.id);

describe('actionsFor', () => {
  it.each([
    ['apps/deployments/Deployment', { paused: false }, 'scale restart pause rollback setImage'],
    ['apps/deployments/Deployment', { paused: true }, 'scale restart resume rollback setImage'],
    ['apps/statefulsets/StatefulSet', {}, 'scale restart rollback setImage'],
    ['apps/daemonsets/DaemonSet', {}, 'restart rollback setImage'],
    ['/nodes/Node', {}, 'cordon drain taints'],
    ['/nodes/Node', { unschedulable: true }, 'uncordon drain taints'],
    ['batch/cronjobs/CronJob', {}, 'runNow suspend'],
    ['batch/cronjobs/CronJob', { suspend: true }, 'runNow unsuspend'],
    ['/pods/Pod', {}, 'evict'],
    ['/persistentvolumeclaims/PersistentVolumeClaim', {}, 'resize'],
    ['/configmaps/ConfigMap', {}, 'editConfig'],
    ['/secrets/Secret', {}, 'reveal editConfig'],
    ['cert-manager.io/certificates/Certificate', {}, ''],
  ])('%s with %j offers %s beside what every object has', (type, spec, expected) => {
    const own = expected === '' ? [] : expected.split(' ');
    expect(ids(subject(type, spec))).toEqual([...own, 'metadata', 'editYaml', 'delete']);
  });

  it('offers both ways where the object has not been read', () => {
    expect(ids(subject('/nodes/Node'))).toEqual(expect.arrayContaining(['cordon', 'uncordon']));
  });

  it('asks for rights with an input that the contract accepts', () => {
    for (const action of ACTIONS) {
      const result = action.contract.input.safeParse(
        action.input(subject('apps/deployments/Deployment', {})),
      );
      expect([action.id, result.error?.message]).toEqual([action.id, undefined]);
    }
  });

  it('gives no key to two actions of one kind', () => {
    for (const type of ['apps/deployments/D', '/nodes/N', 'batch/cronjobs/C', '/secrets/S']) {
      const keys = actionsFor(subject(type)).flatMap(action => action.shortcut ?? []);
      expect([type, new Set(keys).size]).toEqual([type, keys.length]);
    }
  });

  it('offers for many only what needs no form', () => {
    const resource = { group: 'apps', version: 'v1', plural: 'deployments' };
    expect(bulkActionsFor(resource).map(action => action.id)).toEqual([
      'restart',
      'pause',
      'resume',
      'delete',
    ]);
  });
});
