import type { KubeObject } from '@kubemate/kube-common';
import { projectorFor } from '@kubemate/kube-common';
import { NamespaceIds } from '../rows/NamespaceSet';
import { RowStore } from '../rows/RowStore';
import { Reflector } from './Reflector';
import { PeerCluster } from './testUtils/peerCluster';

const KUBECONFIG = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where no real API server runs: `npm test` starts one.
const describeWithPeer = KUBECONFIG === undefined ? describe.skip : describe;

const RESOURCE = { group: '', version: 'v1', plural: 'configmaps' };
const COUNT = 300;

const nameOf = (at: number) => `reflected-${at}`;

function configMap(namespace: string, at: number, text: string) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: nameOf(at), namespace, labels: { text } },
    data: { text: `${text} },{"metadata":{ ä€😀` },
  };
}

async function inParallel(numbers: readonly number[], work: (at: number) => Promise<void>) {
  for (let from = 0; from < numbers.length; from += 20) {
    await Promise.all(numbers.slice(from, from + 20).map(work));
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

const stateOf = (uid: string, version: string, text: string | undefined) =>
  `${uid} ${version} ${text}`;

describeWithPeer('Reflector of a real API server', () => {
  it.each([
    ['a list in pages', { watchList: false, metadataOnly: false }],
    ['a streamed list', { watchList: true, metadataOnly: false }],
    ['a streamed list of metadata', { watchList: true, metadataOnly: true }],
  ])(
    'keeps rows equal to the objects although its watch is cut during changes: %s',
    async (_, mode) => {
      const peer = new PeerCluster(KUBECONFIG ?? '');
      const namespace = `reflector-${process.pid}-${Date.now()}`;
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const metadata = { name: namespace };
      await peer.write('POST', '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata,
      });
      const store = new RowStore({
        cluster: 'peer',
        resource: RESOURCE,
        columns: [],
        namespaceIds: new NamespaceIds(),
      });
      const source = { transport: peer, resource: RESOURCE, projector: projectorFor(RESOURCE) };
      const reflector = new Reflector({ ...source, watchable: true, ...mode }, store, {
        limits: { backoffBase: 20, backoffMax: 200 },
      });
      try {
        await inParallel(range(0, 200), at =>
          peer.write('POST', path, configMap(namespace, at, 'one')),
        );
        peer.cutReads();
        await inParallel(range(200, COUNT), at =>
          peer.write('POST', path, configMap(namespace, at, 'two')),
        );
        await inParallel(range(0, 100), at =>
          peer.write('PUT', `${path}/${nameOf(at)}`, configMap(namespace, at, 'three')),
        );
        peer.joinReads();
        await inParallel(range(100, 150), at => peer.write('DELETE', `${path}/${nameOf(at)}`));
        peer.cutReads();
        await inParallel(range(150, 180), at => peer.write('DELETE', `${path}/${nameOf(at)}`));
        peer.joinReads();
        const list = (await peer.read(path)) as { items: KubeObject[] };
        const wanted = list.items
          .map(object =>
            stateOf(
              object.metadata.uid,
              object.metadata.resourceVersion,
              object.metadata.labels?.text,
            ),
          )
          .sort();
        const found = () =>
          [...store.rows()]
            .filter(row => row.namespace === namespace)
            .map(row => stateOf(row.uid, row.resourceVersion, row.labels?.text))
            .sort();
        const deadline = Date.now() + 20_000;
        while (Date.now() < deadline && found().join() !== wanted.join()) {
          await new Promise(resolve => setTimeout(resolve, 50));
        }
        expect(found()).toEqual(wanted);
        expect(wanted.length).toBeGreaterThanOrEqual(COUNT - 80);
        expect(store.status).toMatchObject({ phase: 'live', synced: true });
      } finally {
        await reflector.close();
        await peer.write('DELETE', `/api/v1/namespaces/${namespace}`);
        await peer.close();
      }
    },
    60_000,
  );
});
