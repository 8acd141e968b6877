import { useRouteRef } from '@backstage/frontend-plugin-api';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router-dom';
import { entityRouteRef } from '../routes';

/** `group:default/shop-team`, with the way to its page in the catalog where there is one. */
export function EntityLink({ entityRef }: { entityRef: string }) {
  const entityPage = useRouteRef(entityRouteRef);
  const [, kind, namespace, name] = /^([^:]+):([^/]+)\/(.+)$/.exec(entityRef) ?? [];
  if (entityPage === undefined || kind === undefined || namespace === undefined || !name)
    return <>{entityRef}</>;
  return (
    <Link component={RouterLink} to={entityPage({ kind, namespace, name })}>
      {entityRef}
    </Link>
  );
}
