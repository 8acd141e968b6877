import type { KubeObject } from '@kubemate/kube-common';
import { ApiFailure } from './ApiFailure';
import { LineSplitter } from './LineSplitter';
import { endsInitialEvents, isAtOrBefore, parseWatchEvent, type WatchEvent } from './WatchEvent';

/** What a stretch of a watch means for the objects followed. */
export type ObjectChange =
  | { readonly type: 'upsert'; readonly object: KubeObject }
  | { readonly type: 'delete'; readonly object: KubeObject }
  /** The objects upserted so far are all there are. */
  | { readonly type: 'synced' };

/** Far beyond what etcd takes for one object. */
const MAX_LINE = 16 * 1024 * 1024;

/**
 * Reads the bytes of one watch and keeps the version that it has reached.
 *
 * A watch from version X sends what happened after X, in order. A server that sends something older than what it has
 * sent already (a proxy that replays, a member of a cluster that lags) cannot be believed in what it left out either:
 * the event is not applied, and the reader asks for a new list.
 */
export class WatchReader {
  private readonly splitter = new LineSplitter(MAX_LINE);
  private version: string | undefined;

  /** @param from - version to watch from; undefined for a watch that begins with all objects */
  constructor(from: string | undefined) {
    this.version = from;
  }

  /** Undefined until the objects that existed at the start have all been read. */
  get resourceVersion(): string | undefined {
    return this.version;
  }

  /**
   * Hands over what the chunk completes, one after the other.
   * @throws ApiFailure at the first line that reports or is an error; what stood before it has been handed over
   */
  *push(chunk: Uint8Array): Generator<ObjectChange, void, undefined> {
    for (const line of this.splitter.push(chunk)) yield* this.read(parseWatchEvent(line));
  }

  /** Reads what stands after the last newline, if it is a whole event: half a line is what a broken connection leaves. */
  *end(): Generator<ObjectChange, void, undefined> {
    const rest = this.splitter.rest();
    if (rest.endsWith('}') && isJson(rest)) yield* this.read(parseWatchEvent(rest));
  }

  private *read(event: WatchEvent): Generator<ObjectChange, void, undefined> {
    const version = event.object.metadata.resourceVersion;
    if (event.type === 'BOOKMARK') {
      if (this.version === undefined && endsInitialEvents(event)) {
        this.version = version;
        yield { type: 'synced' };
      } else if (this.version !== undefined && !isAtOrBefore(version, this.version)) {
        this.version = version;
      }
      return;
    }
    if (this.version !== undefined) {
      if (isAtOrBefore(version, this.version)) {
        throw new ApiFailure(`The watch went back from version ${this.version} to ${version}`, {
          problem: 'invalid',
          expired: true,
        });
      }
      this.version = version;
    }
    yield { type: event.type === 'DELETED' ? 'delete' : 'upsert', object: event.object };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
