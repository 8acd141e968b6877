import { InputError } from '@backstage/errors';
import type { PromotionList } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import type { Visibility } from '../Visibility';
import { presentPromotion } from './presentPromotion';
import type { PromotionStore, StoredPromotion } from './PromotionStore';

/** How often the store is asked for one page, where the caller may see little of what is there. */
const MAX_TURNS = 20;

const cursorSchema = z.strictObject({ startedAt: z.number(), id: z.uuid() });

/** A page of promotions that the caller may see, newest first. */
export async function pagePromotions(
  query: { component?: string; environment?: string; limit: number; cursor?: string },
  { store, visibility }: { store: PromotionStore; visibility: Visibility },
): Promise<PromotionList> {
  const { cursor, limit, ...which } = query;
  const items: StoredPromotion[] = [];
  let before = cursor === undefined ? undefined : readCursor(cursor);
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const page = await store.list({ ...which, before, limit: limit + 1 });
    items.push(...(await visibility.only(page)));
    const last = page.at(-1);
    if (items.length > limit || page.length <= limit || last === undefined) break;
    before = last;
  }
  const shown = items.slice(0, limit);
  const end = shown.at(-1);
  const hasMore = items.length > limit && end !== undefined;
  return {
    items: shown.map(presentPromotion),
    ...(hasMore ? { nextCursor: writeCursor(end) } : {}),
  };
}

function writeCursor({ startedAt, id }: StoredPromotion): string {
  return Buffer.from(JSON.stringify({ startedAt, id })).toString('base64url');
}

function readCursor(cursor: string) {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new InputError('Invalid query parameter "cursor": it is from no page of these', cause);
  }
}
