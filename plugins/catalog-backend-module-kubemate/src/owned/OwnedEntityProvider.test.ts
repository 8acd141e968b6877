import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import type { Row } from '@kubemate/kube-common';
import type { PortalReader, PortalRows } from '@kubemate/kube-node';
import type { TenantDirectory } from '@kubemate/plugin-tenants-common';
import { OwnedEntityProvider } from './OwnedEntityProvider';

type Tenants = TenantDirectory['items'];

const SHOP: Tenants[number] = {
  ...{ name: 'shop', title: 'Shop', state: 'active', plan: 'small' },
  ...{ owner: 'group:default/a', readers: ['group:default/a'], overseers: ['group:default/a'] },
  placements: [{ cluster: 'dev', environment: 'dev', namespaces: ['shop'] }],
};

const settled = () => new Promise(setImmediate);

/** Rows as they are handed out, one after the other. */
class Rows {
  #next: ((parts: readonly PortalRows[]) => void) | undefined;

  async *follow(signal: AbortSignal) {
    while (!signal.aborted)
      yield await new Promise<readonly PortalRows[]>(resolve => {
        this.#next = resolve;
      });
  }

  async give(cluster: string, names: readonly string[], isComplete = true): Promise<void> {
    const rows = names.map((name): Row => ({
      ...{ cluster, name, uid: name, resourceVersion: '1', created: 0, health: 'ok', cells: {} },
    }));
    const failure = undefined;
    this.#next?.([{ cluster, namespaces: 'all', isComplete, failure, rows: () => rows }]);
    await settled();
  }
}

async function start(options: { before?: Entity[]; tenants?: Tenants; clusters?: string[] }) {
  const waiting: (() => void)[] = [];
  const told: string[] = [];
  const namespaces = new Rows();
  const clusters = options.clusters ?? ['dev'];
  const state = { tenants: options.tenants ?? [SHOP], fails: false };
  const follow: PortalReader['follow'] = ({ plural }, { signal }) =>
    (plural === 'namespaces' ? namespaces : new Rows()).follow(signal);
  const abort = new AbortController();
  const provider = new OwnedEntityProvider({
    kube: {
      clusters: () => clusters.map(name => ({ name })) as never,
      onClustersChanged: () => {},
    },
    reader: { follow },
    tenants: async () => {
      if (state.fails) throw new Error('not there yet');
      return state.tenants;
    },
    before: async () => options.before ?? [],
    logger: mockServices.logger.mock(),
    clock: {
      now: () => 0,
      after: (ms, run) => {
        if (ms < 60_000) waiting.push(run);
        return () => {};
      },
    },
    signal: abort.signal,
    appUrl: undefined,
  });
  await provider.connect({
    applyMutation: async (mutation: EntityProviderMutation) => {
      if (mutation.type !== 'delta') throw new Error('not a delta');
      for (const { entity } of mutation.added)
        told.push(`+ ${stringifyEntityRef(entity)} ${entity.spec?.readers}`);
      for (const removed of mutation.removed)
        told.push(`- ${'entityRef' in removed ? removed.entityRef : ''}`);
    },
    refresh: async () => {},
  });
  await provider.start();
  await settled();
  /** Lets the time pass, and says what the catalog was told meanwhile. */
  const news = async () => {
    for (const run of waiting.splice(0)) run();
    await settled();
    await settled();
    return told.splice(0);
  };
  return { provider, namespaces, news, state, clusters, abort };
}

const TENANT = '+ resource:tenants/shop group:default/a';
const NAMESPACE = '+ resource:kubernetes/dev.shop group:default/a';

describe('OwnedEntityProvider', () => {
  it('tells the catalog of differences alone', async () => {
    const { provider, namespaces, news, state } = await start({});
    expect(await news()).toEqual([TENANT]);
    await namespaces.give('dev', ['shop', 'kube-system']);
    expect(await news()).toEqual([NAMESPACE]);
    await namespaces.give('dev', ['shop']);
    expect(await news()).toEqual([]);
    state.tenants = [{ ...SHOP, readers: ['group:default/a', 'user:default/b'] }];
    provider.tenantsChanged();
    expect(await news()).toEqual([`${TENANT},user:default/b`, `${NAMESPACE},user:default/b`]);
    await namespaces.give('dev', []);
    expect(await news()).toEqual(['- resource:kubernetes/dev.shop']);
  });

  it('keeps what a cluster had that is away, and drops that of one that is no longer the portal’s', async () => {
    const { namespaces, news, clusters, provider } = await start({});
    await namespaces.give('dev', ['shop']);
    expect(await news()).toEqual([TENANT, NAMESPACE]);
    await namespaces.give('dev', [], false);
    expect(await news()).toEqual([]);
    clusters.splice(0);
    provider.tenantsChanged();
    expect(await news()).toEqual(['- resource:kubernetes/dev.shop']);
  });

  it('knows from the catalog what a cluster had before the portal was started again', async () => {
    const annotations = { 'kubemate.io/cluster': 'dev', 'kubemate.io/namespace': 'shop' };
    const gone = { 'kubemate.io/cluster': 'old', 'kubemate.io/namespace': 'x' };
    const entity = (name: string, said: Record<string, string>): Entity => ({
      ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Resource' },
      metadata: { namespace: 'kubernetes', name, annotations: said },
    });
    const { news, namespaces } = await start({
      before: [entity('dev.shop', annotations), entity('old.x', gone)],
    });
    expect(await news()).toEqual([TENANT, NAMESPACE, '- resource:kubernetes/old.x']);
    await namespaces.give('dev', []);
    expect(await news()).toEqual(['- resource:kubernetes/dev.shop']);
  });

  it('removes nothing while tenants cannot be asked for, and asks again', async () => {
    const { news, state, provider, namespaces } = await start({});
    await namespaces.give('dev', ['shop']);
    await news();
    state.fails = true;
    provider.tenantsChanged();
    expect(await news()).toEqual([]);
    state.fails = false;
    state.tenants = [];
    expect(await news()).toEqual([]);
    expect(await news()).toEqual(['- resource:tenants/shop', '- resource:kubernetes/dev.shop']);
  });
});
