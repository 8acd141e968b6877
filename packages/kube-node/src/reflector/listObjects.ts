import { invalidAnswer } from './ApiFailure';
import { ListParser } from './ListParser';
import { openStream, type StreamOptions } from './openStream';

const PAGE_SIZE = '500';
/** One object can be about 1.5 MiB in etcd; this bounds what is held of a list that cannot be cut. */
const MAX_HELD = 64 * 1024 * 1024;
const MAX_PAGES = 100_000;

export interface ListTarget {
  readonly path: string;
  readonly accept: string | undefined;
  /** Ask for everything in one response, where paging has failed: a continue token can expire faster than the pages are read. */
  readonly unpaged: boolean;
}

/**
 * Lists a collection, page after page, and yields objects as they arrive. Returns the resource version to watch from.
 *
 * An expired continue token ends the list with an `expired` failure. The server offers a token for "the rest, as it is
 * now" then, which is not taken: the first pages would be older than the rest, and no watch could close that gap.
 */
export async function* listObjects(
  target: ListTarget,
  options: StreamOptions,
): AsyncGenerator<readonly unknown[], string, undefined> {
  let token: string | undefined;
  let resourceVersion: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const parser = new ListParser({ maxHeld: MAX_HELD });
    const query: Record<string, string> = target.unpaged ? {} : { limit: PAGE_SIZE };
    if (token !== undefined) query.continue = token;
    const { path, accept } = target;
    for await (const chunk of openStream({ path, query, accept }, options)) {
      const items = parser.push(chunk);
      if (items.length > 0) yield items;
    }
    const { items, meta } = parser.end();
    yield items;
    resourceVersion ??= meta.resourceVersion;
    if (meta.continue === undefined) return resourceVersion;
    if (meta.continue === token) throw invalidAnswer('The list continues with the page it gave');
    token = meta.continue;
  }
  throw invalidAnswer(`The list has more than ${MAX_PAGES} pages`);
}
