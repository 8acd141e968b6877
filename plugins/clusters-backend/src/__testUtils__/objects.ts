import type { KubeObject, Row } from '@kubemate/kube-common';

/** A row with everything a test does not care about filled in. */
export function row(fields: Partial<Row> & { name: string }): Row {
  return {
    cluster: 'dev',
    namespace: 'shop',
    uid: `uid-${fields.namespace ?? 'shop'}-${fields.name}`,
    resourceVersion: '1',
    created: 1_000,
    health: 'ok',
    cells: {},
    ...fields,
  };
}

interface ObjectFields {
  apiVersion?: string;
  kind: string;
  name: string;
  /** Null for cluster-scoped objects. */
  namespace?: string | null;
  labels?: Record<string, string>;
  owner?: KubeObject;
  created?: string;
  [field: string]: unknown;
}

/** An object as an API server would send it. */
export function object(fields: ObjectFields): KubeObject {
  const {
    apiVersion = 'v1',
    kind,
    name,
    namespace = 'shop',
    labels,
    owner,
    created = '2026-01-01T00:00:00Z',
    ...rest
  } = fields;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === null ? {} : { namespace }),
      uid: `uid-${kind}-${name}`,
      resourceVersion: '1',
      creationTimestamp: created,
      ...(labels === undefined ? {} : { labels }),
      ...(owner === undefined
        ? {}
        : {
            ownerReferences: [
              {
                apiVersion: owner.apiVersion,
                kind: owner.kind,
                name: owner.metadata.name,
                uid: owner.metadata.uid,
                controller: true,
              },
            ],
          }),
    },
    ...rest,
  };
}
