import { randomUUID } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import type { KubeObject, ObjectRef } from '@kubemate/kube-common';
import {
  describeTriggerCases,
  INLINE_LISTENER,
  LISTENER,
  triggerObjects,
} from './__testUtils__/describeTriggerCases';
import type { TriggerHost } from './__testUtils__/describeTriggerCases';
import { BODY, FAILS } from './__testUtils__/celCases';
import { eventOf } from './__testUtils__/triggerCases';
import { SignatureChecker } from './hooks/checkSignatures';
import { evaluateCel } from './evaluateCel';
import { listTriggers } from './listTriggers';
import type { ListedTrigger } from './listTriggers';
import { runsOf, whyNothing } from './makeRuns';
import { readListener, resolveTrigger, whyUnread } from './resolveTrigger';
import type { Reading } from './resolveTrigger';
import { traceTrigger } from './traceTrigger';
import { canonicalHeader } from './triggerEvent';

const folder = 'shop';
const at = { place: 'live', folder, name: LISTENER };

/** As the receiver of deliveries does it, over objects in memory. */
async function startPortal(): Promise<TriggerHost> {
  const objects: KubeObject[] = triggerObjects().map(object => JSON.parse(JSON.stringify(object)));
  const one = async (plural: string, name: string) => {
    const kinds: Record<string, string> = {
      ...{ eventlisteners: 'EventListener', triggers: 'Trigger', secrets: 'Secret' },
      ...{ triggerbindings: 'TriggerBinding', triggertemplates: 'TriggerTemplate' },
    };
    const found = objects.find(
      ({ kind, metadata }) => kind === kinds[plural] && metadata.name === name,
    );
    if (found === undefined) throw new NotFoundError(`there is no ${plural} ${name}`);
    return found;
  };
  const reading: Reading = {
    get: ({ resource, name }: ObjectRef) => one(resource.plural, name),
    list: async ({ labelSelector }) =>
      objects.filter(
        ({ kind, metadata }) =>
          kind === 'Trigger' &&
          Object.entries(metadata.labels ?? {}).some(
            ([key, value]) => labelSelector === `${key}=${value}`,
          ),
      ),
  };
  const listed = async (name: string) => {
    const { spec } = await readListener({ ...at, name }, reading);
    return listTriggers({ ...at, name }, spec ?? {}, reading);
  };
  const { groups } = await listed(LISTENER);

  async function make(each: ListedTrigger, { text, headers }: ReturnType<typeof eventOf>) {
    const header = Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [canonicalHeader(key), [value]]),
    );
    const trigger = await resolveTrigger(at.place, each, reading).catch(whyUnread);
    if (typeof trigger === 'string') return [];
    const checker = new SignatureChecker({
      delivery: { header, body: Buffer.from(text) },
      account: { revealSecret: ({ name }) => one('secrets', name) },
      folder,
    });
    const { checks } = await checker.check(trigger);
    const eventId = randomUUID();
    const event = { body: JSON.parse(text), header, extensions: {}, eventId };
    const trace = traceTrigger(trigger, event, checks);
    if (whyNothing(trace, trigger) !== undefined) return [];
    return runsOf(trace, { listener: LISTENER, trigger, eventId });
  }

  return {
    async send(each, index) {
      const [found] = groups.find(({ name }) => name === `case-${index}`)?.triggers ?? [];
      if (found === undefined) throw new Error('its group selects no trigger');
      return make(found, eventOf(each, index));
    },
    async sendInline() {
      const { triggers } = await listed(INLINE_LISTENER);
      const event = eventOf({ title: '', made: [] }, 0);
      return (await Promise.all(triggers.map(each => make(each, event)))).flat();
    },
    async evaluate(expression) {
      const header = { 'X-Github-Event': ['push'] };
      try {
        return evaluateCel(expression, { body: BODY, header, extensions: {}, eventId: 'e' });
      } catch {
        return FAILS;
      }
    },
    close: async () => {},
  };
}

describe('what the portal makes of an event', () => {
  describeTriggerCases(startPortal, { isPortal: true });
});
