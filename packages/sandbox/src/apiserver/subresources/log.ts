import { once } from 'node:events';
import { ApiStatusError } from '../ApiStatusError';
import type { PodLogOptions } from '../hooks';
import type { ApiRequest } from '../http/ApiRequest';
import { stringAt } from '../json';
import type { SubresourceParts } from './Subresources';
import { podContainer } from './podContainer';
import { readTarget } from './readTarget';

function integer(query: URLSearchParams, name: string, minimum: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= minimum) return value;
  throw ApiStatusError.invalid({ group: '', kind: 'PodLogOptions', name: '' }, [
    {
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${text}: must be greater than or equal to ${minimum}`,
      field: name,
    },
  ]);
}

function logOptions(query: URLSearchParams, signal: AbortSignal): PodLogOptions {
  const flag = (name: string) => query.get(name) === 'true' || query.get(name) === '1';
  const sinceSeconds = integer(query, 'sinceSeconds', 1);
  const tailLines = integer(query, 'tailLines', 0);
  const limitBytes = integer(query, 'limitBytes', 1);
  const sinceTime = query.get('sinceTime');
  return {
    signal,
    previous: flag('previous'),
    follow: flag('follow'),
    timestamps: flag('timestamps'),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceTime === null ? {} : { sinceTime }),
  };
}

/** Streams a container's log. The hook decides what was logged; the byte limit is cut here too, as kubelets do. */
export async function serveLog(parts: SubresourceParts, request: ApiRequest): Promise<void> {
  const { query, response, signal, info } = request;
  if (info.verb !== 'get') throw ApiStatusError.methodNotAllowed();
  const pod = readTarget(parts, request);
  const container = podContainer(pod, query.get('container'));
  const options = logOptions(query, signal);
  const isScheduled = (stringAt(pod, 'spec', 'nodeName') ?? '') !== '';
  const lines = isScheduled ? parts.hooks.log?.(pod, container, options) : undefined;
  let remaining = options.limitBytes ?? Infinity;
  const iterator = lines?.[Symbol.asyncIterator]();
  // The first line is awaited before the head is sent, so that a container without a log answers with its Status. A
  // followed log that has nothing yet must not wait for that.
  const first = iterator?.next();
  const early = await Promise.race([first, options.follow ? nextTurn() : first]);
  response.writeHead(isScheduled ? 200 : 204, {
    'content-type': 'text/plain',
    'cache-control': 'no-cache, private',
  });
  response.flushHeaders();
  let result = early ?? (await first);
  try {
    while (iterator !== undefined && result !== undefined && !result.done && !signal.aborted) {
      const bytes = Buffer.from(result.value).subarray(0, remaining);
      remaining -= bytes.length;
      if (!response.write(bytes)) await once(response, 'drain', { signal });
      if (remaining <= 0) break;
      result = await iterator.next();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await iterator?.return?.();
  }
  response.end();
}

function nextTurn(): Promise<undefined> {
  return new Promise(resolve => {
    setImmediate(() => resolve(undefined));
  });
}
