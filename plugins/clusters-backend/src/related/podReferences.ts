import * as kinds from '../commonKinds';
import { refer, uniqueReferences } from './Reference';
import type { Named, Reference } from './Reference';

interface VolumeSource {
  readonly configMap?: Named;
  readonly secret?: Named & { readonly secretName?: string };
}

interface PodVolume extends VolumeSource {
  readonly name: string;
  readonly persistentVolumeClaim?: { readonly claimName?: string };
  readonly ephemeral?: object;
  readonly projected?: { readonly sources?: readonly VolumeSource[] | null };
}

interface EnvironmentContainer {
  readonly env?: readonly {
    readonly valueFrom?: { readonly configMapKeyRef?: Named; readonly secretKeyRef?: Named };
  }[];
  readonly envFrom?: readonly { readonly configMapRef?: Named; readonly secretRef?: Named }[];
}

/** The parts of a pod's spec that name other objects. */
export interface ReferringPodSpec {
  readonly volumes?: readonly PodVolume[] | null;
  readonly containers?: readonly EnvironmentContainer[];
  readonly initContainers?: readonly EnvironmentContainer[];
  readonly imagePullSecrets?: readonly Named[];
  readonly serviceAccountName?: string;
  readonly nodeName?: string;
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
}

const PRIORITY_CLASSES = { group: 'scheduling.k8s.io', plural: 'priorityclasses' };
const RUNTIME_CLASSES = { group: 'node.k8s.io', plural: 'runtimeclasses' };

/** Everything a pod's spec names, once each. `podName` is absent for the template of pods to come. */
export function podReferences(
  spec: ReferringPodSpec,
  { podName }: { podName?: string } = {},
): Reference[] {
  const found = [
    ...(spec.volumes ?? []).flatMap(volume => volumeReferences(volume, podName)),
    ...[...(spec.initContainers ?? []), ...(spec.containers ?? [])].flatMap(containerReferences),
    ...(spec.imagePullSecrets ?? []).flatMap(secret => refer('uses', kinds.SECRETS, secret)),
    ...refer('uses', kinds.SERVICE_ACCOUNTS, { name: spec.serviceAccountName }),
    ...refer('runs-on', kinds.NODES, { name: spec.nodeName }),
    ...refer(
      'uses',
      { ...PRIORITY_CLASSES, kind: 'PriorityClass' },
      { name: spec.priorityClassName },
    ),
    ...refer('uses', { ...RUNTIME_CLASSES, kind: 'RuntimeClass' }, { name: spec.runtimeClassName }),
  ];
  return uniqueReferences(found);
}

function volumeReferences(volume: PodVolume, podName: string | undefined): Reference[] {
  const sources: VolumeSource[] = [volume, ...(volume.projected?.sources ?? [])];
  const claim =
    volume.ephemeral !== undefined && podName !== undefined
      ? `${podName}-${volume.name}`
      : volume.persistentVolumeClaim?.claimName;
  return [
    ...refer('mounts', kinds.VOLUME_CLAIMS, { name: claim }),
    ...sources.flatMap(({ configMap, secret }) => [
      ...refer('mounts', kinds.CONFIG_MAPS, configMap),
      // A volume's own source says `secretName`, a projected one `name`.
      ...refer(
        'mounts',
        kinds.SECRETS,
        secret && { ...secret, name: secret.secretName ?? secret.name },
      ),
    ]),
  ];
}

function containerReferences({ env = [], envFrom = [] }: EnvironmentContainer): Reference[] {
  return [
    ...env.flatMap(({ valueFrom }) => [
      ...refer('mounts', kinds.CONFIG_MAPS, valueFrom?.configMapKeyRef),
      ...refer('mounts', kinds.SECRETS, valueFrom?.secretKeyRef),
    ]),
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [
      ...refer('mounts', kinds.CONFIG_MAPS, configMapRef),
      ...refer('mounts', kinds.SECRETS, secretRef),
    ]),
  ];
}
