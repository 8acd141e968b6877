import { createApiRef } from '@backstage/frontend-plugin-api';
import type { PodApi } from '@kubemate/plugin-clusters-common';

/** Terminals, debug containers and ports. */
export interface PodScreensApi extends PodApi {
  /** Opens the WebSocket of a terminal's session with a ticket. */
  openSocket(ticket: string): Promise<WebSocket>;
}

export const podApiRef = createApiRef<PodScreensApi>().with({
  id: 'plugin.clusters.pods',
  pluginId: 'clusters',
});
