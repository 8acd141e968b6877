import type { Cluster } from '../Cluster';
import type { Container, Pod } from '../objects/pod';
import { CLAIMS, CONFIG_MAPS, SECRETS, type Resource } from '../objects/resources';

interface Reference {
  name?: string;
  optional?: boolean;
}

function isMissing(
  cluster: Cluster,
  resource: Resource,
  { namespace, reference }: { namespace: string | undefined; reference: Reference | undefined },
): boolean {
  if (reference?.name === undefined || reference.optional === true) return false;
  return cluster.get(resource, `${namespace}/${reference.name}`) === undefined;
}

/** The first volume that cannot be mounted, with the kubelet's words for it. */
export function missingMount(
  cluster: Cluster,
  pod: Pod,
): { volume: string; message: string } | undefined {
  const { namespace } = pod.metadata;
  for (const volume of pod.spec.volumes ?? []) {
    const secret = volume.secret && { ...volume.secret, name: volume.secret.secretName };
    const message = isMissing(cluster, CONFIG_MAPS, { namespace, reference: volume.configMap })
      ? `configmap "${volume.configMap?.name}" not found`
      : isMissing(cluster, SECRETS, { namespace, reference: secret })
        ? `secret "${secret?.name}" not found`
        : undefined;
    if (message !== undefined)
      return {
        volume: volume.name,
        message: `MountVolume.SetUp failed for volume "${volume.name}" : ${message}`,
      };
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined && cluster.get(CLAIMS, `${namespace}/${claim}`) === undefined)
      return { volume: volume.name, message: `persistentvolumeclaim "${claim}" not found` };
  }
  return undefined;
}

/** Why the container cannot be created: a ConfigMap or Secret of its environment that is not there. */
export function missingEnvironment(
  cluster: Cluster,
  pod: Pod,
  container: Container,
): string | undefined {
  const { namespace } = pod.metadata;
  const references = [
    ...(container.envFrom ?? []).flatMap(({ configMapRef, secretRef }) => [
      { resource: CONFIG_MAPS, word: 'configmap', reference: configMapRef },
      { resource: SECRETS, word: 'secret', reference: secretRef },
    ]),
    ...(container.env ?? []).flatMap(({ valueFrom }) => [
      { resource: CONFIG_MAPS, word: 'configmap', reference: valueFrom?.configMapKeyRef },
      { resource: SECRETS, word: 'secret', reference: valueFrom?.secretKeyRef },
    ]),
  ];
  const missing = references.find(({ resource, reference }) =>
    isMissing(cluster, resource, { namespace, reference }),
  );
  return missing && `${missing.word} "${missing.reference?.name}" not found`;
}
