import type { Route } from '@kubemate/http-common';
import type { OperationContract } from './OperationContract';
import { bulkRoute, operationRoute, receiptRoutes } from './routes';

/** The routes of a plugin's operations by name, to be put beside its own in its OpenAPI document. */
export function operationRoutes(
  contracts: Readonly<Record<string, OperationContract>>,
): Record<string, Route> {
  const routes: Record<string, Route> = { ...receiptRoutes };
  for (const [name, contract] of Object.entries(contracts)) {
    routes[name] = operationRoute(contract);
    if (contract.bulk) routes[`${name}Bulk`] = bulkRoute(contract);
  }
  return routes;
}
