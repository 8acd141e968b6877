import { CoreV1Api, KubeConfig, makeInformer, type V1Pod } from '@kubernetes/client-node';
import { projectorFor } from '@kubemate/kube-common';
import { Pool } from 'undici';
import { Reflector } from '../../packages/kube-node/src/reflector/Reflector';
import { NamespaceIds } from '../../packages/kube-node/src/rows/NamespaceSet';
import { RowStore } from '../../packages/kube-node/src/rows/RowStore';

/** Something that holds an index of a cluster's pods. */
export interface Indexer {
  size(): number;
  stop(): void;
}

const PODS = { group: '', version: 'v1', plural: 'pods' };
const ids = new NamespaceIds();
const projector = projectorFor(PODS);

export function kubemateIndexer(base: string): Indexer {
  const url = new URL(base);
  const pool = new Pool(url.origin, { connections: 4, connect: { timeout: 5000 } });
  const prefix = url.pathname.replace(/\/$/, '');
  const transport = {
    async request(request: {
      path: string;
      query: Readonly<Record<string, string>>;
      signal: AbortSignal;
    }) {
      const path = `${prefix}${request.path}?${new URLSearchParams(request.query)}`;
      const { statusCode, headers, body } = await pool.request({
        method: 'GET',
        path,
        signal: request.signal,
        bodyTimeout: 0,
      });
      return { status: statusCode, headers, body };
    },
  };
  const store = new RowStore({
    cluster: base,
    resource: PODS,
    columns: projector.columns,
    namespaceIds: ids,
  });
  const source = {
    transport,
    resource: PODS,
    projector,
    watchable: true,
    watchList: false,
    metadataOnly: false,
  };
  const reflector = new Reflector(source, store);
  return {
    size: () => store.size,
    stop() {
      void reflector.close();
      void pool.destroy();
    },
  };
}

/** The informer of the official client. It has no paging of its own; without this one a list of 100,000 pods is larger than V8's longest string. */
export function clientNodeIndexer(base: string): Indexer {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'bench', server: base, skipTLSVerify: true },
    { name: 'bench' },
  );
  const api = config.makeApiClient(CoreV1Api);
  const listFn = async () => {
    const items: V1Pod[] = [];
    let page = await api.listPodForAllNamespaces({ limit: 500 });
    for (;;) {
      for (const pod of page.items) items.push(pod);
      const token = page.metadata?._continue;
      if (!token) return { ...page, items };
      page = await api.listPodForAllNamespaces({ limit: 500, _continue: token });
    }
  };
  const informer = makeInformer(config, '/api/v1/pods', listFn);
  let added = 0;
  informer.on('add', () => added++);
  let stopped = false;
  informer.on('error', error => {
    if (stopped) return;
    process.stderr.write(`client-node: ${error}\n`);
    setTimeout(() => void informer.start(), 5000).unref();
  });
  void informer.start();
  return {
    size: () => added,
    stop() {
      stopped = true;
      void informer.stop();
    },
  };
}

export const INDEXERS = { kubemate: kubemateIndexer, 'client-node': clientNodeIndexer };
export type IndexerName = keyof typeof INDEXERS;
