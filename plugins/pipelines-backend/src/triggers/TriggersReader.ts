import type { Row } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { EventListener, EventListenerList, Trigger } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import type { RunScope } from '../Engine';
import { EVENT_LISTENERS, PIPELINE_RUNS } from '../tekton/kinds';
import { runOfRow } from '../tekton/runOfRow';
import { placeFailures } from '../tekton/TektonEngine';
import type { Deliveries } from './hooks/Deliveries';
import { listTriggers } from './listTriggers';
import type { ListedTrigger } from './listTriggers';
import { readingAs, readListener, resolveTrigger, whyUnread } from './resolveTrigger';
import type { ListenerRef, Reading } from './resolveTrigger';
import type { ResolvedTrigger } from './traceTrigger';
import type { Interceptor } from './triggerSchemas';

/** Listeners that are read for one answer, and runs that are told of each. */
const MOST = 50;
const DELIVERIES = 10;
const LABEL = 'triggers.tekton.dev/eventlistener';

const overlaysSchema = z.array(z.object({ key: z.string(), expression: z.string() })).catch([]);
const eventTypesSchema = z.array(z.string()).optional().catch(undefined);
const madeSchema = z.object({
  kind: z.string().catch('?'),
  spec: z.object({ pipelineRef: z.object({ name: z.string().optional() }).optional() }).optional(),
});

/** Event listeners over clusters, as the viewer may see them. */
export class TriggersReader {
  readonly #kube: KubeService;
  readonly #received: Pick<Deliveries, 'of'>;

  constructor({ kube, received }: { kube: KubeService; received: Pick<Deliveries, 'of'> }) {
    this.#kube = kube;
    this.#received = received;
  }

  async list({ places, folders }: RunScope, viewer: Viewer): Promise<EventListenerList> {
    const query = { clusters: places, namespaces: folders, resource: EVENT_LISTENERS };
    const { items, failures } = await this.#kube.allRows({ ...query, sort: 'name' }, viewer);
    const read = await Promise.all(items.slice(0, MOST).map(row => this.#read(row, viewer)));
    return {
      items: read.flat(),
      isCut: items.length > MOST,
      failures: placeFailures(failures, places),
    };
  }

  async #read(row: Row, viewer: Viewer): Promise<EventListener[]> {
    const ref = { place: row.cluster, folder: row.namespace ?? '', name: row.name };
    const reading = readingAs(viewer, this.#kube);
    const listener = await readListener(ref, reading).catch(error => void whyUnread(error));
    if (listener === undefined) return [];
    const { spec, status } = listener;
    const listed = await listTriggers(ref, spec ?? {}, reading);
    const show = (triggers: readonly ListedTrigger[]) =>
      Promise.all(triggers.map(trigger => showTrigger(row.cluster, trigger, reading)));
    const [triggers, groups, deliveries] = await Promise.all([
      show(listed.triggers),
      Promise.all(
        listed.groups.map(async group => ({
          ...{ ...group, interceptors: group.interceptors.map(presentInterceptor) },
          ...{ folders: [...group.folders], triggers: await show(group.triggers) },
        })),
      ),
      this.#deliveries(ref, viewer),
    ]);
    const shown = [...triggers, ...groups.flatMap(group => group.triggers)];
    const hook = await this.#received.of(ref, shown);
    return [
      {
        ...{ ...ref, createdAt: row.created, triggers, groups, deliveries },
        ...(hook === undefined ? {} : { hook }),
        ...(listed.problem === undefined ? {} : { problem: listed.problem }),
        ...(status?.address?.url ? { address: status.address.url } : {}),
      },
    ];
  }

  async #deliveries({ place, folder, name }: ListenerRef, viewer: Viewer) {
    const at = { clusters: [place], namespaces: [folder], resource: PIPELINE_RUNS };
    const labelSelector = `${LABEL}=${name}`;
    const { items } = await this.#kube.allRows({ ...at, labelSelector, sort: 'age' }, viewer);
    return items.slice(0, DELIVERIES).map(row => {
      const trigger = row.labels?.['triggers.tekton.dev/trigger'];
      return { run: runOfRow(row), ...(trigger === undefined ? {} : { trigger }) };
    });
  }
}

async function showTrigger(
  place: string,
  trigger: ListedTrigger,
  reading: Reading,
): Promise<Trigger> {
  try {
    return present(await resolveTrigger(place, trigger, reading));
  } catch (error) {
    const { name, folder } = trigger;
    return { name, folder, interceptors: [], params: [], makes: [], problem: whyUnread(error) };
  }
}

function present({ name, folder, interceptors, params, template }: ResolvedTrigger): Trigger {
  return {
    ...{ name, folder, interceptors: interceptors.map(presentInterceptor) },
    params: [...params],
    makes: (template.resourcetemplates ?? []).map(made => {
      const { kind, spec } = madeSchema.safeParse(made).data ?? { kind: '?' };
      const pipeline = spec?.pipelineRef?.name;
      return { kind, ...(pipeline === undefined ? {} : { pipeline }) };
    }),
  };
}

function presentInterceptor(interceptor: Interceptor): Trigger['interceptors'][number] {
  const param = (key: string) => interceptor.params?.find(each => each.name === key)?.value;
  const filter = param('filter');
  const eventTypes = eventTypesSchema.parse(param('eventTypes'));
  return {
    name: interceptor.ref?.name ?? interceptor.name ?? 'webhook',
    ...(typeof filter === 'string' && filter !== '' ? { filter } : {}),
    ...(eventTypes === undefined ? {} : { eventTypes }),
    overlays: overlaysSchema.parse(param('overlays')),
  };
}
