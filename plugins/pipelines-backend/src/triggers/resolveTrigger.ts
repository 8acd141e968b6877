import { isError } from '@backstage/errors';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { KubeObject, ObjectRef, ResourceId } from '@kubemate/kube-common';
import type { z } from 'zod';
import {
  CLUSTER_TRIGGER_BINDINGS,
  EVENT_LISTENERS,
  TRIGGER_BINDINGS,
  TRIGGER_TEMPLATES,
  TRIGGERS,
} from '../tekton/kinds';
import type { ListedTrigger } from './listTriggers';
import type { ResolvedTrigger } from './traceTrigger';
import {
  bindingSpecSchema,
  listenerSchema,
  templateSpecSchema,
  triggerSpecSchema,
} from './triggerSchemas';

export interface ListenerRef {
  readonly place: string;
  readonly folder: string;
  readonly name: string;
}

/** Objects as somebody may read them. */
export interface Reading {
  get(ref: ObjectRef): Promise<KubeObject>;
  list(target: Parameters<KubeService['list']>[0]): Promise<readonly KubeObject[]>;
}

export function readingAs(viewer: Viewer, kube: Pick<KubeService, 'get' | 'list'>): Reading {
  return { get: ref => kube.get(ref, viewer), list: target => kube.list(target, viewer) };
}

/** An EventListener as the reader may read it. */
export async function readListener(
  { place, folder, name }: ListenerRef,
  reading: Pick<Reading, 'get'>,
) {
  const at = { cluster: place, namespace: folder, resource: EVENT_LISTENERS, name };
  const object = await reading.get(at);
  return { object, ...listenerSchema.parse(object) };
}

/**
 * A trigger with the bindings and the template that it names, which stand beside it, or in the cluster.
 * @throws NotFoundError, NotAllowedError for those; NotFoundError where there is no such trigger
 */
export async function resolveTrigger(
  place: string,
  { name, label, folder, parts, group }: ListedTrigger,
  reading: Reading,
): Promise<ResolvedTrigger> {
  const spec = async <T extends z.ZodType>(resource: ResourceId, named: string, schema: T) => {
    const ref = { cluster: place, namespace: folder, resource, name: named };
    return schema.parse((await reading.get(ref)).spec ?? {});
  };
  const { triggerRef } = parts;
  const own =
    triggerRef && !parts.template ? await spec(TRIGGERS, triggerRef, triggerSpecSchema) : parts;
  const bindings = await Promise.all(
    (own.bindings ?? []).map(async binding => {
      const { ref, kind } = binding;
      if (ref && kind === 'ClusterTriggerBinding') {
        const at = { cluster: place, resource: CLUSTER_TRIGGER_BINDINGS, name: ref };
        return bindingSpecSchema.parse((await reading.get(at)).spec ?? {}).params ?? [];
      }
      if (ref) return (await spec(TRIGGER_BINDINGS, ref, bindingSpecSchema)).params ?? [];
      return binding.name ? [{ name: binding.name, value: binding.value ?? '' }] : [];
    }),
  );
  const { template } = own;
  return {
    ...{ name, label, folder, account: own.serviceAccountName || undefined },
    groupInterceptors: group?.interceptors ?? [],
    interceptors: own.interceptors ?? [],
    params: bindings.flat(),
    template: template?.ref
      ? await spec(TRIGGER_TEMPLATES, template.ref, templateSpecSchema)
      : (template?.spec ?? {}),
  };
}

/** Why something could not be read, where that is an answer and no accident. */
export function whyUnread(error: unknown): string {
  if (isError(error) && ['NotFoundError', 'NotAllowedError'].includes(error.name))
    return error.message;
  throw error;
}
