import type { KubeObject, ObjectRef } from '@kubemate/kube-common';
import {
  helmStatusSchema,
  type HelmReleaseRef,
  type HelmRevision,
} from '@kubemate/plugin-clusters-common';
import { SECRETS } from '../commonKinds';
import { encodeRelease, type StoredRelease } from './releaseCodec';

/** How Helm 3 stores releases: helm.sh/helm/v3 `pkg/storage/driver/secrets.go`. */
export const RELEASE_TYPE = 'helm.sh/release.v1';
/** Labels that Helm keeps for itself; others are the user's, `helm install --labels`. */
const SYSTEM_LABELS = ['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt'];

const { group, version, plural } = SECRETS;
const resource = { group, version, plural };

/** The Secret of one revision. */
export function secretRef(
  { cluster, namespace, name }: HelmReleaseRef,
  revision: number,
): ObjectRef {
  return { cluster, resource, namespace, name: `sh.helm.release.v1.${name}.v${revision}` };
}

/** The revision that a Secret of Helm's holds by its labels; undefined of any other Secret. */
export function labelsOf({ type, metadata }: KubeObject) {
  const { owner, name, version: revision, status } = metadata.labels ?? {};
  const number = Number(revision);
  if (type !== RELEASE_TYPE || owner !== 'helm' || !name || !Number.isInteger(number))
    return undefined;
  return { name, namespace: metadata.namespace ?? '', revision: number, status };
}

/** What may be known of a revision without its values. */
export function headOf({ version: revision, info, chart }: StoredRelease): HelmRevision {
  const { name = 'unknown', version: chartVersion = '', appVersion } = chart?.metadata ?? {};
  const updated = Date.parse(info.last_deployed ?? '');
  return {
    revision,
    status: helmStatusSchema.catch('unknown').parse(info.status),
    chart: name,
    chartVersion,
    ...(appVersion ? { appVersion } : {}),
    // Go's zero time is in the year 1.
    ...(updated > 0 ? { updated } : {}),
    description: (info.description ?? '').slice(0, 2_000),
  };
}

/** A new Secret for a revision, with the user's own labels of an older one. */
export async function newSecret(
  release: StoredRelease,
  {
    namespace,
    labels = {},
    now,
  }: { namespace: string; labels?: Record<string, string>; now: number },
) {
  const { name, info } = release;
  const own = Object.entries(labels).filter(([key]) => !SYSTEM_LABELS.includes(key));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: RELEASE_TYPE,
    metadata: {
      name: `sh.helm.release.v1.${name}.v${release.version}`,
      namespace,
      labels: {
        ...Object.fromEntries(own),
        ...{ name, owner: 'helm', status: info.status, version: String(release.version) },
        createdAt: String(Math.floor(now / 1000)),
      },
    },
    data: { release: await encodeRelease(release) },
  };
}

/** The Secret of a revision with another status in it, in place of exactly the version that was read. */
export async function changedSecret(
  { metadata }: KubeObject,
  { release, now }: { release: StoredRelease; now: number },
) {
  const { name, namespace, labels = {}, annotations, resourceVersion } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: RELEASE_TYPE,
    metadata: {
      ...{ name, namespace, annotations, resourceVersion },
      labels: {
        ...labels,
        status: release.info.status,
        modifiedAt: String(Math.floor(now / 1000)),
      },
    },
    data: { release: await encodeRelease(release) },
  };
}
