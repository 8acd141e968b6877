import { randomUUID } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import type { KubeObject, ObjectRef } from '@kubemate/kube-common';
import {
  describeTriggerCases,
  LISTENER,
  triggerObjects,
} from './__testUtils__/describeTriggerCases';
import type { TriggerHost } from './__testUtils__/describeTriggerCases';
import { BODY, FAILS } from './__testUtils__/celCases';
import { eventOf } from './__testUtils__/triggerCases';
import { SignatureChecker } from './hooks/checkSignatures';
import { evaluateCel } from './evaluateCel';
import { listTriggers } from './listTriggers';
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
          kind === 'Trigger' && labelSelector === `case=${metadata.labels?.case}`,
      ),
  };
  const { spec } = await readListener(at, reading);
  const { groups } = await listTriggers(at, spec ?? {}, reading);
  return {
    async send(each, index) {
      const { text, headers } = eventOf(each, index);
      const header = Object.fromEntries(
        Object.entries(headers).map(([key, value]) => [canonicalHeader(key), [value]]),
      );
      const [listed] = groups.find(({ name }) => name === `case-${index}`)?.triggers ?? [];
      if (listed === undefined) throw new Error('its group selects no trigger');
      const trigger = await resolveTrigger(at.place, listed, reading).catch(whyUnread);
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
