import { formatLabelSelector, labelSelectorOf } from '@kubemate/kube-common';
import { TRIGGERS } from '../tekton/kinds';
import type { ListenerRef, Reading } from './resolveTrigger';
import { whyUnread } from './resolveTrigger';
import { triggerSpecSchema } from './triggerSchemas';
import type { Interceptor, ListenerSpec, Selection, TriggerParts } from './triggerSchemas';

/** Triggers that one selection counts. */
const MOST = 100;

/** A trigger of a listener, before its references are read. */
export interface ListedTrigger {
  /** With its namespace before it where that is not the listener's: `payments/pull-request`. */
  readonly name: string;
  /** By which Tekton labels what it makes: the name of its Trigger, or that in its listener, if any. */
  readonly label: string;
  /** Its namespace: of what it names, and of what it makes. */
  readonly folder: string;
  readonly parts: TriggerParts;
  /** Whose interceptors an event passes before those of the trigger. */
  readonly group?: { readonly name: string; readonly interceptors: readonly Interceptor[] };
}

export interface TriggerGroup {
  readonly name: string;
  readonly interceptors: readonly Interceptor[];
  /** What it selects, as people write it; empty where that is everything. */
  readonly selector: string;
  /** Namespaces that it selects in; `*` for all. */
  readonly folders: readonly string[];
  readonly triggers: readonly ListedTrigger[];
  /** Why its triggers could not be listed. */
  readonly problem?: string;
}

export interface ListedTriggers {
  readonly triggers: readonly ListedTrigger[];
  readonly groups: readonly TriggerGroup[];
  /** Why those that it selects itself could not be listed. */
  readonly problem?: string;
}

/** All triggers that a listener hands an event to: its own, those that it selects, and by group those that a group selects. */
export async function listTriggers(
  at: ListenerRef,
  spec: ListenerSpec,
  reading: Reading,
): Promise<ListedTriggers> {
  const own = (spec.triggers ?? []).map((parts, index) => ({
    ...{ name: triggerName(parts, index), label: labelOf(parts), folder: at.folder, parts },
  }));
  const [selected, groups] = await Promise.all([
    select(at, spec, reading).catch(whyUnread),
    Promise.all(
      (spec.triggerGroups ?? []).map(async (group, index): Promise<TriggerGroup> => {
        const name = group.name || `group-${index + 1}`;
        const interceptors = group.interceptors ?? [];
        const selection = group.triggerSelector ?? {};
        const shown = { name, interceptors, ...describeSelection(at, selection) };
        const found = await select(at, selection, reading).catch(whyUnread);
        if (typeof found === 'string') return { ...shown, triggers: [], problem: found };
        const triggers = found.map(each => ({ ...each, group: { name, interceptors } }));
        return { ...shown, triggers };
      }),
    ),
  ]);
  if (typeof selected === 'string') return { triggers: own, groups, problem: selected };
  return { triggers: [...own, ...selected], groups };
}

/** What a trigger is called where nothing names it. */
function triggerName({ name, triggerRef }: TriggerParts, index: number): string {
  return name || triggerRef || `trigger-${index + 1}`;
}

/** A template in the listener makes a trigger of it, whatever it refers to. */
function labelOf({ name, triggerRef, template }: TriggerParts): string {
  return (template ? undefined : triggerRef) || name || '';
}

function describeSelection(
  { folder }: ListenerRef,
  { namespaceSelector, labelSelector }: Selection,
) {
  const names = namespaceSelector?.matchNames ?? [];
  return {
    selector: formatLabelSelector(labelSelectorOf(labelSelector) ?? []),
    folders: names.length > 0 ? names : [folder],
  };
}

/** As Tekton selects: without namespaces those of the listener's own, and nothing without labels either. */
async function select(
  at: ListenerRef,
  { namespaceSelector, labelSelector }: Selection,
  reading: Reading,
): Promise<ListedTrigger[]> {
  const names = namespaceSelector?.matchNames ?? [];
  if (names.length === 0 && !labelSelector) return [];
  const selector = labelSelector ? labelSelectorOf(labelSelector) : [];
  if (selector === undefined) return [];
  const isAll = names.length === 1 && names[0] === '*';
  const folders = names.length === 0 ? [at.folder] : names;
  const target = { cluster: at.place, resource: TRIGGERS, limit: MOST };
  const labels = formatLabelSelector(selector);
  const lists = await Promise.all(
    (isAll ? [undefined] : folders).map(namespace =>
      reading.list({ ...target, namespace, ...(labels === '' ? {} : { labelSelector: labels }) }),
    ),
  );
  return lists.flat().map(({ metadata, spec }) => {
    const folder = metadata.namespace ?? at.folder;
    const name = metadata.name ?? '';
    return {
      name: folder === at.folder ? name : `${folder}/${name}`,
      ...{ label: name, folder, parts: triggerSpecSchema.parse(spec ?? {}) },
    };
  });
}
