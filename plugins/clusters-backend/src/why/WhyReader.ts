import { isError } from '@backstage/errors';
import type { WhyAnswer, WhyRequest } from '@kubemate/kube-common';
import type { Clock, KubeService, Viewer } from '@kubemate/kube-node';
import { ConcurrencyLimit } from '../ConcurrencyLimit';

const CONCURRENCY = 6;
const LIST_LIMIT = 500;
/** A log that has not come by then is a gap: the explanation goes without. */
const LOG_WAIT_MS = 3_000;
const MAX_LINE = 2_000;

export interface WhyReaderOptions {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly cluster: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Reads what an explanation wants to know, as the viewer. What cannot be read is an answer as well, never an error. */
export class WhyReader {
  readonly #options: WhyReaderOptions;
  readonly #limit = new ConcurrencyLimit(CONCURRENCY);

  constructor(options: WhyReaderOptions) {
    this.#options = options;
  }

  async ask(request: WhyRequest): Promise<WhyAnswer> {
    return await this.#limit.run(() => this.#read(request).catch(toAnswer));
  }

  async #read(request: WhyRequest): Promise<WhyAnswer> {
    const { kube, viewer, cluster } = this.#options;
    if (request.type === 'logs') return { type: 'lines', lines: await this.#tail(request) };
    const { resource, namespace } = request;
    if (request.type === 'get') {
      const object = await kube.get({ cluster, resource, namespace, name: request.name }, viewer);
      return { type: 'objects', objects: [object] };
    }
    const { labelSelector, fieldSelector } = request;
    const objects = await kube.list(
      { cluster, resource, namespace, labelSelector, fieldSelector, limit: LIST_LIMIT },
      viewer,
    );
    return { type: 'objects', objects };
  }

  async #tail(request: Extract<WhyRequest, { type: 'logs' }>): Promise<string[]> {
    const { kube, viewer, cluster, clock, signal } = this.#options;
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener('abort', end);
    const cancel = clock.after(LOG_WAIT_MS, end);
    const { namespace, pod, container, previous, tailLines } = request;
    const lines: string[] = [];
    try {
      const events = kube.logs(
        {
          pods: [{ cluster, namespace, name: pod }],
          container,
          previous,
          tailLines,
          follow: false,
        },
        viewer,
        { signal: ending.signal },
      );
      for await (const event of events) {
        if (event.type === 'problem') throw new Error(event.reason);
        lines.push(event.line.text.slice(0, MAX_LINE));
        if (lines.length >= tailLines) break;
      }
    } finally {
      cancel();
      signal.removeEventListener('abort', end);
    }
    return lines;
  }
}

function toAnswer(error: unknown): WhyAnswer {
  if (isError(error) && error.name === 'NotFoundError') return { type: 'missing' };
  return { type: 'gap', reason: isError(error) ? error.message : 'it could not be read' };
}
