import type { AttentionItem } from '@kubemate/plugin-clusters-common';

/** Objects of one owner and kind that have the same trouble: one line instead of one per replica. */
export interface AttentionGroup {
  readonly key: string;
  readonly items: readonly [AttentionItem, ...AttentionItem[]];
}

/** What makes two lines one: the place, the kind, the owner or else the object itself, and the trouble. */
function keyOf({ resource, row }: AttentionItem): string {
  const who = row.owner === undefined ? row.name : `${row.owner.kind}/${row.owner.name}`;
  return [row.cluster, row.namespace ?? '', resource, who, row.reason ?? row.health].join('|');
}

/** Groups in the order of their worst member; the server puts the worst and newest first. */
export function groupAttention(items: readonly AttentionItem[]): readonly AttentionGroup[] {
  const groups = new Map<string, [AttentionItem, ...AttentionItem[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return [...groups].map(([key, members]) => ({ key, items: members }));
}
