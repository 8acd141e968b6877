/** `cart` of `component:default/cart`; with its namespace where that is another one. */
export function entityName(ref: string): string {
  const [, namespace, name] = /^[^:]+:([^/]+)\/(.+)$/.exec(ref) ?? [];
  if (name === undefined) return ref;
  return namespace === 'default' ? name : `${namespace}/${name}`;
}
