import type { Clock } from '@kubemate/kube-node';
import type { EventListener, Trigger } from '@kubemate/plugin-pipelines-common';
import type { ListenerRef } from '../resolveTrigger';
import type { DeliveryStore } from './DeliveryStore';
import type { Hook } from './readHooks';

const SHOWN = 10;

/** What a listener that the portal takes deliveries for has been sent. */
export class Deliveries {
  constructor(
    private readonly options: {
      readonly hooks: readonly Hook[];
      readonly store: Pick<DeliveryStore, 'list' | 'refusal'>;
      /** Where git servers reach `/api/pipelines`. */
      readonly baseUrl: string;
      readonly clock: Pick<Clock, 'now'>;
    },
  ) {}

  /** Undefined for a listener that none are taken for. `shown`: what the viewer may know of outside its namespace. */
  async of(
    { place, folder, name }: ListenerRef,
    shown: readonly Trigger[],
  ): Promise<EventListener['hook']> {
    const { hooks, store, baseUrl, clock } = this.options;
    const hook = hooks.find(
      each => each.place === place && each.folder === folder && each.listener === name,
    );
    if (hook === undefined) return undefined;
    const [kept, refusal] = await Promise.all([
      store.list(hook, SHOWN, clock.now()),
      store.refusal(hook),
    ]);
    const names = new Set(shown.map(trigger => trigger.name));
    const path = [place, folder, name].map(encodeURIComponent).join('/');
    return {
      ...{ url: `${baseUrl}/hooks/${path}`, hasOwnSecret: hook.secret !== undefined },
      deliveries: kept.map(({ digest: _, outcomes, ...delivery }) => ({
        ...delivery,
        outcomes: outcomes.filter(each => each.folder === folder || names.has(each.name)),
      })),
      ...(refusal === undefined ? {} : { refusal }),
    };
  }
}
