import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from './useLinks';

/** A user or group of the catalog by its short name, with the way to its page. */
export function EntityName({ entityRef }: { entityRef: string }) {
  const to = useLinks().entity(entityRef);
  const name = shortName(entityRef);
  if (to === undefined) return <>{name}</>;
  return (
    <Link component={RouterLink} to={to} color="inherit">
      {name}
    </Link>
  );
}

/** `dana` of `user:default/dana`, and of `dana <dana@users.kubemate.invalid>`. */
export function shortName(person: string): string {
  return person.replace(/^\w+:(?:default\/)?/, '').replace(/ <[^<>]*>$/, '');
}
