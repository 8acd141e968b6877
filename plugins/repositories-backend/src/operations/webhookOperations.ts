import { NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { randomUUID } from 'node:crypto';
import { nameOf, needsNothing, ownersOnly } from './OperationParts';
import type { OperationParts } from './OperationParts';

const MAX_WEBHOOKS = 20;

interface Input extends RepositoryPlace {
  readonly webhook?: string;
  readonly url?: string;
  readonly secret?: string;
}

const targetOf = ({ owner, name, webhook }: Input) => ({
  kind: 'Webhook',
  name: webhook === undefined ? nameOf({ owner, name }) : `${nameOf({ owner, name })}#${webhook}`,
});

/** Whom a repository tells what happens in it. */
export function webhookOperations(parts: OperationParts) {
  return [add(parts), change(parts), remove(parts), redeliver(parts)] as const;
}

/** Why it cannot be had: the address, or that there is nothing to encrypt a secret with. */
function whyNot({ url, secret }: Input, { webhookHosts, vault }: OperationParts) {
  const host = url === undefined ? undefined : webhookHosts.whyNot(new URL(url).hostname);
  return host ?? (secret === undefined ? undefined : vault.unavailable);
}

async function find(
  input: RepositoryPlace & { webhook: string },
  context: OperationContext,
  { access, webhookStore }: OperationParts,
) {
  await access.get(input, context);
  const webhook = await webhookStore.get(input, input.webhook);
  if (!webhook) throw new NotFoundError(`There is no webhook ${input.webhook}`);
  return webhook;
}

function add(parts: OperationParts) {
  const { access, webhookStore, webhooks, vault } = parts;
  return defineOperation({
    contract: repositoryOperations.addWebhook,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      await access.get(input, context);
      const { url, events, active, secret } = input;
      const known = await webhookStore.list(input);
      const refusal =
        (known.some(each => each.url === url) && sayRepository('hasWebhook', { url })) ||
        (known.length >= MAX_WEBHOOKS &&
          sayRepository('tooManyWebhooks', { number: MAX_WEBHOOKS })) ||
        whyNot(input, parts);
      return {
        summary: sayRepository('addWebhook', { repository: nameOf(input) }),
        diff: [
          {
            target: targetOf(input),
            changes: [
              ...[
                { path: 'url', after: url },
                { path: 'events', after: events },
              ],
              { path: 'active', after: active },
            ],
          },
        ],
        warnings: secret === undefined ? [sayRepository('noSecret')] : [],
        refusal: refusal || undefined,
        state: undefined,
      };
    },
    async run({ owner, name, url, events, active, secret }, { clock, viewer }) {
      const id = randomUUID();
      const place = { owner, name };
      const sealed =
        secret === undefined
          ? {}
          : { secret: await vault.seal(secret, { id, name: nameOf(place) }) };
      const webhook = {
        ...{ id, ...place, url, events, active, ...sealed },
        ...{ createdAt: clock.now(), createdBy: viewer.userEntityRef },
      };
      await webhookStore.insert(webhook);
      if (active) await webhooks.ping(webhook, viewer.userEntityRef);
      return { output: { webhook: id } };
    },
  });
}

function change(parts: OperationParts) {
  const { webhookStore, vault } = parts;
  return defineOperation({
    contract: repositoryOperations.changeWebhook,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const webhook = await find(input, context, parts);
      const changes = (['url', 'events', 'active'] as const).flatMap(path => {
        const [before, after] = [webhook[path], input[path]];
        if (after === undefined || JSON.stringify(after) === JSON.stringify(before)) return [];
        return [{ path, before, after }];
      });
      const all =
        input.secret === undefined ? changes : [...changes, { path: 'secret', after: 'changed' }];
      const nothing = all.length === 0 ? sayRepository('isSo') : undefined;
      return {
        summary: sayRepository('changeWebhook', { repository: nameOf(input) }),
        diff: all.length === 0 ? [] : [{ target: targetOf(input), changes: all }],
        seen: [webhook.url, webhook.events, webhook.active],
        // A secret that goes with another address would be told to whoever may name one.
        warnings:
          input.url !== undefined && webhook.secret !== undefined && input.secret === undefined
            ? [sayRepository('sameSecret')]
            : [],
        refusal: whyNot(input, parts) ?? nothing,
        state: undefined,
      };
    },
    async run({ owner, name, webhook: id, secret, ...changes }) {
      const sealed =
        secret === undefined
          ? {}
          : { secret: await vault.seal(secret, { id, name: nameOf({ owner, name }) }) };
      await webhookStore.update(id, { ...changes, ...sealed });
      return {};
    },
  });
}

function remove(parts: OperationParts) {
  return defineOperation({
    contract: repositoryOperations.removeWebhook,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const { url, events, active } = await find(input, context, parts);
      return {
        summary: sayRepository('removeWebhook', { repository: nameOf(input) }),
        diff: [
          {
            target: targetOf(input),
            changes: [
              ...[
                { path: 'url', before: url },
                { path: 'events', before: [...events] },
              ],
              { path: 'active', before: active },
            ],
          },
        ],
        state: undefined,
      };
    },
    async run({ webhook }) {
      await parts.webhookStore.remove(webhook);
      return {};
    },
  });
}

function redeliver(parts: OperationParts) {
  const { webhookStore, webhooks } = parts;
  return defineOperation({
    contract: repositoryOperations.redeliver,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const webhook = await find(input, context, parts);
      const { delivery: id } = input;
      const delivery = id === undefined ? undefined : await webhookStore.delivery(webhook.id, id);
      if (id !== undefined && delivery === undefined)
        throw new NotFoundError(`There is no delivery ${id}`);
      const event = delivery?.event ?? 'ping';
      return {
        summary: sayRepository('redeliver', { event, repository: nameOf(input) }),
        diff: [
          {
            target: targetOf(input),
            changes: [{ path: 'deliveries', after: { event, url: webhook.url } }],
          },
        ],
        state: { webhook, delivery },
      };
    },
    async run(_input, { state, viewer }) {
      const { webhook, delivery } = state;
      const made =
        delivery === undefined
          ? await webhooks.ping(webhook, viewer.userEntityRef)
          : await webhooks.again(webhook, delivery);
      return made === undefined ? {} : { output: { delivery: made } };
    },
  });
}
