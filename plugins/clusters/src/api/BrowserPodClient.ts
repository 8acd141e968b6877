import { EXEC_PROTOCOL, EXEC_TICKET_PREFIX, PodClient } from '@kubemate/plugin-clusters-common';
import type { PodScreensApi } from './podApiRef';

/** {@link PodScreensApi} in the browser. */
export class BrowserPodClient extends PodClient implements PodScreensApi {
  readonly #baseUrl: () => Promise<string>;

  constructor(options: {
    fetch: typeof globalThis.fetch;
    /** Where `/api/clusters` is, as a whole address. */
    baseUrl: () => Promise<string>;
  }) {
    super({ fetch: options.fetch });
    this.#baseUrl = options.baseUrl;
  }

  async openSocket(ticket: string): Promise<WebSocket> {
    const url = new URL(`${await this.#baseUrl()}/exec/socket`, window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url, [EXEC_PROTOCOL, `${EXEC_TICKET_PREFIX}${ticket}`]);
    socket.binaryType = 'arraybuffer';
    return socket;
  }
}
