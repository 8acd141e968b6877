import type { ActivityScope } from '@kubemate/ui';

type Place = ActivityScope['places'][number];

/** The namespaces that an entity is in, and the places that it is, each once and in order. */
export function placesOf({ places, objects }: Pick<ActivityScope, 'places' | 'objects'>): Place[] {
  const found = new Map<string, Place>();
  const own = objects.flatMap(({ cluster, namespace }) =>
    cluster === undefined || namespace === undefined ? [] : { cluster, namespace },
  );
  for (const place of [...places, ...own])
    found.set([place.cluster, place.namespace ?? ''].join('/'), place);
  return [...found].sort(([a], [b]) => a.localeCompare(b)).map(([, place]) => place);
}
