import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { RouteTable } from '@kubemate/http-node';
import { repositoriesRoutes } from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { isTheirs } from '../repositories/RepositoryAccess';
import type { Asker, RepositoryAccess } from '../repositories/RepositoryAccess';
import type { StoredDelivery, StoredWebhook, WebhookStore } from './WebhookStore';

export interface WebhookRoutesDeps {
  readonly access: RepositoryAccess;
  readonly webhookStore: WebhookStore;
}

/** Webhooks and what they have told: answers of other systems stand there, so only those see them who may change the settings. */
export function addWebhookRoutes(
  routes: RouteTable,
  { access, webhookStore: store }: WebhookRoutesDeps,
): void {
  const enter = async (place: RepositoryPlace, asker: Asker) => {
    const { offer, ...repository } = await access.get(place, asker);
    if (!offer.configure || !isTheirs(repository, asker, offer))
      throw new NotAllowedError('Only members of its owner whose role allows it see its webhooks');
  };
  const find = async (
    params: RepositoryPlace & { webhook: string },
    asker: Asker,
  ): Promise<StoredWebhook> => {
    await enter(params, asker);
    const webhook = await store.get(params, params.webhook);
    if (!webhook) throw new NotFoundError(`There is no webhook ${params.webhook}`);
    return webhook;
  };

  routes.json(repositoriesRoutes.listWebhooks, async ({ params, ...asker }) => {
    await enter(params, asker);
    const items = [];
    for (const { secret, owner, name, ...webhook } of await store.list(params)) {
      const [last] = await store.deliveries(webhook.id, 1);
      items.push({
        ...{ ...webhook, events: [...webhook.events], hasSecret: secret !== undefined },
        ...(last === undefined ? {} : { lastDelivery: told(last) }),
      });
    }
    return { items };
  });

  routes.json(repositoriesRoutes.listDeliveries, async ({ params, query, ...asker }) => {
    const { id } = await find(params, asker);
    return { items: (await store.deliveries(id, query.limit)).map(told) };
  });

  routes.json(repositoriesRoutes.getDelivery, async ({ params, ...asker }) => {
    const { id, url } = await find(params, asker);
    const delivery = await store.delivery(id, params.delivery);
    if (!delivery) throw new NotFoundError(`There is no delivery ${params.delivery}`);
    const { request = { url, headers: {} }, response, payload } = delivery;
    return {
      ...told(delivery),
      request: { ...request, body: payload },
      ...(response === undefined ? {} : { response }),
    };
  });
}

/** Without what was sent, and to whom it belongs. */
function told({ webhook, payload, request, response, ...delivery }: StoredDelivery) {
  return delivery;
}
