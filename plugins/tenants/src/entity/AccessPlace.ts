/** A namespace of a cluster, or the whole of it. */
export interface AccessPlace {
  readonly cluster: string;
  readonly namespace?: string;
}

/** As it stands in the address. */
export function placeKey({ cluster, namespace }: AccessPlace): string {
  return [cluster, namespace].filter(Boolean).join('/');
}
