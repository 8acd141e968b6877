import { InputError } from '@backstage/errors';
import { z } from 'zod';
import type { RowSort, SortPosition } from './rowSort';

const cursorSchema = z.tuple([
  z.literal(1),
  z.string(),
  z.union([z.string(), z.number(), z.null()]),
  z.string(),
  z.string(),
  z.string(),
]);

const MAX_LENGTH = 4096;

/** Remembers a place in an order by its values, so that it stays right when rows before it come and go. */
export function encodeRowCursor(position: SortPosition, sort: RowSort): string {
  const { value, cluster, namespace, name } = position;
  const parts: z.infer<typeof cursorSchema> = [1, sort.text, value, cluster, namespace, name];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** @throws InputError that names `cursor`, also where the cursor belongs to another sort */
export function decodeRowCursor(text: string, sort: RowSort): SortPosition {
  const parsed = text.length > MAX_LENGTH ? undefined : cursorSchema.safeParse(readJson(text)).data;
  if (parsed === undefined) {
    throw new InputError('cursor: not a cursor that an earlier page gave');
  }
  const [, sortText, value, cluster, namespace, name] = parsed;
  if (sortText !== sort.text) {
    throw new InputError(`cursor: it continues the order "${sortText}", not "${sort.text}"`);
  }
  return { value, cluster, namespace, name };
}
