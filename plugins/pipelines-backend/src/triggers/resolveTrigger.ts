import { isError, NotFoundError } from '@backstage/errors';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { ResourceId } from '@kubemate/kube-common';
import type { z } from 'zod';
import { EVENT_LISTENERS, TRIGGER_BINDINGS, TRIGGER_TEMPLATES, TRIGGERS } from '../tekton/kinds';
import type { ResolvedTrigger } from './traceTrigger';
import {
  bindingSpecSchema,
  listenerSchema,
  templateSpecSchema,
  triggerSpecSchema,
} from './triggerSchemas';
import type { TriggerParts } from './triggerSchemas';

export interface ListenerRef {
  readonly place: string;
  readonly folder: string;
  readonly name: string;
}

interface Reading {
  readonly kube: Pick<KubeService, 'get'>;
  readonly viewer: Viewer;
}

/** An EventListener as the viewer may read it. */
export async function readListener(
  { place, folder, name }: ListenerRef,
  { kube, viewer }: Reading,
) {
  const at = { cluster: place, namespace: folder, resource: EVENT_LISTENERS, name };
  const object = await kube.get(at, viewer);
  return { object, ...listenerSchema.parse(object) };
}

/** What a trigger is called where nothing names it. */
export function triggerName({ name, triggerRef }: TriggerParts, index: number): string {
  return name || triggerRef || `trigger-${index + 1}`;
}

/**
 * A trigger with the bindings and the template that it names.
 * @throws NotFoundError, NotAllowedError for those; NotFoundError where there is no such trigger
 */
export async function resolveTrigger(
  at: ListenerRef,
  trigger: TriggerParts & { readonly index: number },
  reading: Reading,
): Promise<ResolvedTrigger> {
  const spec = async <T extends z.ZodType>(resource: ResourceId, name: string, schema: T) => {
    const ref = { cluster: at.place, namespace: at.folder, resource, name };
    return schema.parse((await reading.kube.get(ref, reading.viewer)).spec ?? {});
  };
  const { triggerRef } = trigger;
  const own = triggerRef ? await spec(TRIGGERS, triggerRef, triggerSpecSchema) : trigger;
  const bindings = await Promise.all(
    (own.bindings ?? []).map(async ({ ref, kind, name, value }) => {
      if (kind === 'ClusterTriggerBinding')
        throw new NotFoundError(`ClusterTriggerBinding ${ref} is not read here`);
      if (ref) return (await spec(TRIGGER_BINDINGS, ref, bindingSpecSchema)).params ?? [];
      return name ? [{ name, value: value ?? '' }] : [];
    }),
  );
  const { template } = own;
  return {
    name: triggerName(trigger, trigger.index),
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
