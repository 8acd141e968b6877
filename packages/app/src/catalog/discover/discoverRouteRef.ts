import { createRouteRef } from '@backstage/frontend-plugin-api';

/** What runs and is not in the catalog. */
export const discoverRouteRef = createRouteRef();
