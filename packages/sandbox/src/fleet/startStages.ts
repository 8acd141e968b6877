import type { Cluster } from '../simulation/Cluster';
import type { Node } from '../simulation/objects/node';
import type { Pod } from '../simulation/objects/pod';
import { CLAIMS, NODES, PODS, VOLUMES, type Resource } from '../simulation/objects/resources';
import type { KubeObject } from '@kubemate/kube-common';
import { Kubelet } from '../simulation/runtime/kubeletStep';
import type { ImageCatalog } from '../simulation/runtime/ImageCatalog';
import { PodNetwork } from '../simulation/runtime/PodNetwork';
import { podStageFunctions } from '../simulation/runtime/podStageFunctions';
import { readStageDocuments } from '../simulation/stages/loadStages';
import { compileStage } from '../simulation/stages/Stage';
import { stageFunctions } from '../simulation/stages/stageFunctions';
import { StagePlayer } from '../simulation/stages/StagePlayer';

const SILENT = 'sandbox.kubemate.io/kubelet';

function isSilent(node: Node | undefined): boolean {
  return node?.metadata.annotations?.[SILENT] === 'stopped';
}

function once<Value>(find: () => Value): () => Value {
  let found: { value: Value } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}

/** Plays the stages of nodes, pods and volumes: everything that kubelets and storage drivers do. */
export function startStages(cluster: Cluster, images: ImageCatalog): { close(): void } {
  const network = new PodNetwork(cluster);
  const kubelet = new Kubelet(cluster, images);
  const functions = {
    ...stageFunctions((offset = 0) => cluster.timestamp(offset * 1000)),
    ...podStageFunctions(network),
  };
  const stages = readStageDocuments().map(document => compileStage(document, functions));
  const play = <Shape extends KubeObject>(
    resource: Resource<Shape>,
    options: {
      variables?: (object: Shape) => Readonly<Record<string, unknown>>;
      hostOf?: (object: Shape) => string | undefined;
    } = {},
  ) =>
    new StagePlayer({
      cluster,
      resource,
      stages: stages.filter(
        ({ apiVersion, kind }) => apiVersion === resource.apiVersion && kind === resource.kind,
      ),
      ...options,
    });
  // Every stage of pods asks for them: they are found out once for a look at a pod.
  const podVariables = (pod: Pod) => {
    const nodeName = pod.spec.nodeName ?? '';
    const isUnheard = once(() => isSilent(cluster.get(NODES, nodeName)));
    const step = once(() => (isUnheard() ? undefined : kubelet.step(pod)));
    const node = once(() => ({ ip: network.nodeAddress(nodeName), isSilent: isUnheard() }));
    return {
      get step() {
        return step();
      },
      get node() {
        return node();
      },
    };
  };
  const players = [
    play(NODES, { hostOf: node => node.metadata.name }),
    play(PODS, { variables: podVariables, hostOf: pod => pod.spec.nodeName }),
    play(VOLUMES),
    play(CLAIMS),
  ];
  return {
    close() {
      for (const player of players) player.close();
      network.close();
    },
  };
}
