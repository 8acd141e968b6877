import { MaybeLink } from './MaybeLink';
import { useLinks } from './useLinks';

/** A user or group of the catalog, short where it is in the default namespace, with the way to its page. */
export function EntityLink({ entityRef }: { entityRef: string }) {
  const links = useLinks();
  return <MaybeLink to={links.entity(entityRef)}>{shortRef(entityRef)}</MaybeLink>;
}

/** `group:shop-team` of `group:default/shop-team`. */
export function shortRef(entityRef: string): string {
  return entityRef.replace(':default/', ':');
}
