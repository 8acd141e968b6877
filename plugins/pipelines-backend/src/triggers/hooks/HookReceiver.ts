import type { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { AuthenticationError, InputError, toError } from '@backstage/errors';
import { parseBody } from '@kubemate/http-node';
import type { AccountKube, Clock, PortalReader, ServiceAccounts } from '@kubemate/kube-node';
import { pipelinesMachineRoutes } from '@kubemate/plugin-pipelines-common';
import type {
  DeliveryRefusal,
  HookReceipt,
  TriggerOutcome,
} from '@kubemate/plugin-pipelines-common';
import { Semaphore } from '@kubemate/upstream-node';
import { listTriggers } from '../listTriggers';
import type { ListedTrigger } from '../listTriggers';
import { readListener, resolveTrigger, whyUnread } from '../resolveTrigger';
import type { Reading } from '../resolveTrigger';
import { traceTrigger } from '../traceTrigger';
import type { ResolvedTrigger } from '../traceTrigger';
import { SignatureChecker, UNPROVEN } from './checkSignatures';
import type { Unproven } from './checkSignatures';
import type { DeliveryStore } from './DeliveryStore';
import { describeDelivery } from './describeDelivery';
import { makerOf } from './makerOf';
import type { Hook, HookPlace } from './readHooks';
import { isProven, isSigned } from './signature';
import type { RawDelivery } from './signature';
import { startRuns } from './startRuns';

const AT_ONCE = 4;
const WAITING = 200;

const NO_SECRET = 'No interceptor of it names a Secret, so that nothing proves the event';

interface Options {
  readonly hooks: readonly Hook[];
  readonly store: DeliveryStore;
  readonly reader: Pick<PortalReader, 'get' | 'list'>;
  readonly accounts: ServiceAccounts;
  readonly auditor: AuditorService;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly shutdown: AbortSignal;
}

/** A trigger as far as it could be read, and whether the delivery is proven to it. */
interface Judged {
  readonly listed: ListedTrigger;
  readonly resolved?: ResolvedTrigger;
  readonly checks?: Awaited<ReturnType<SignatureChecker['check']>>['checks'];
  readonly unproven?: Unproven;
  readonly problem?: string;
}

/** Takes what git servers deliver to event listeners, and does with it what the listener's pod would, as its service account. */
export class HookReceiver {
  readonly #options: Options;
  readonly #turns = new Semaphore({ permits: AT_ONCE, waiting: WAITING, name: 'the triggers' });

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * @throws AuthenticationError for a listener that takes none and for a delivery that is not proven, without saying which; InputError for one that is no JSON;
   * ServiceUnavailableError where the cluster does not answer, or too many wait
   */
  async receive(place: HookPlace, delivery: RawDelivery): Promise<HookReceipt> {
    const hook = this.#options.hooks.find(
      each =>
        each.place === place.place &&
        each.folder === place.folder &&
        each.listener === place.listener,
    );
    if (hook === undefined) throw refusal();
    if (!isSigned(delivery)) return this.#refuse(hook, 'unsigned');
    const { secret } = hook;
    if (secret !== undefined && !isProven(delivery, { secret, by: 'any' }))
      return this.#refuse(hook, 'differs');
    return this.#turns.run(() => this.#evaluate(hook, delivery), this.#options.shutdown);
  }

  async #evaluate(hook: Hook, delivery: RawDelivery): Promise<HookReceipt> {
    const { reader, accounts, store, clock } = this.#options;
    const at = { place: hook.place, folder: hook.folder, name: hook.listener };
    const found = await readListener(at, reader).catch(whyUnread);
    if (typeof found === 'string') {
      this.#options.logger.warn(`A delivery to ${textOf(hook)} is refused: ${found}`);
      return this.#refuse(hook, 'no-listener');
    }
    const spec = found.spec ?? {};
    const account = accounts.as({
      ...{ cluster: hook.place, namespace: hook.folder },
      name: spec.serviceAccountName || 'default',
    });
    const reading: Reading = {
      get: ({ cluster: _, ...ref }) => account.get(ref),
      list: ({ cluster: _, ...target }) => account.list(target),
    };
    const { triggers, groups, problem } = await listTriggers(at, spec, reading);
    const listed = [...triggers, ...groups.flatMap(group => group.triggers)];
    const checker = new SignatureChecker({ delivery, account, folder: hook.folder });
    const judged = await Promise.all(listed.map(each => judge(each, { hook, reading, checker })));
    const unproven = whyUnproven(judged);
    if (hook.secret === undefined && unproven !== undefined) return this.#refuse(hook, unproven);
    const body = bodyOf(delivery);
    const description = describeDelivery(delivery, body);
    const { id, as, outcomes } = await store.claim(hook, description, clock.now());
    if (as === 'claimed') {
      const unread = [problem, ...groups.map(group => group.problem)].flatMap(text =>
        text === undefined ? [] : [failed({ name: '*', folder: hook.folder }, text)],
      );
      const event = { body, header: delivery.header, extensions: {}, eventId: id };
      const earlier = outcomes.filter(({ outcome }) => outcome === 'started');
      try {
        const made = await this.#start(hook, { judged, earlier, event, account });
        await store.finish(id, [...unread, ...made]);
      } catch (error) {
        const text = toError(error).message;
        await store.finish(id, [...earlier, failed({ name: '*', folder: hook.folder }, text)]);
        throw error;
      }
    }
    return {
      ...{ eventListener: hook.listener, namespace: hook.folder, eventID: id },
      isAgain: as !== 'claimed',
    };
  }

  async #start(
    hook: Hook,
    given: {
      judged: readonly Judged[];
      /** What an attempt before this one has started. */
      earlier: readonly TriggerOutcome[];
      event: Parameters<typeof traceTrigger>[1];
      account: AccountKube;
    },
  ): Promise<TriggerOutcome[]> {
    const { judged, earlier, event, account } = given;
    const { listener } = hook;
    const audited = await this.#options.auditor.createEvent({
      ...{ eventId: 'trigger-delivery', severityLevel: 'medium' },
      meta: { cluster: hook.place, namespace: hook.folder, listener, event: event.eventId },
    });
    const outcomes: TriggerOutcome[] = [];
    for (const { listed, resolved, checks, unproven, problem } of judged) {
      const group = listed.group?.name;
      const done = earlier.find(each => each.name === listed.name && each.group === group);
      if (done !== undefined) outcomes.push(done);
      else if (resolved === undefined) outcomes.push(failed(listed, problem ?? ''));
      else if (hook.secret === undefined && unproven === 'no-secret')
        outcomes.push({ ...failed(listed, NO_SECRET), outcome: 'stopped' });
      else {
        const trace = traceTrigger(resolved, event, checks ?? new Map());
        const { accounts } = this.#options;
        const maker = () => makerOf(resolved, { hook, listener: account, accounts });
        const origin = { listener, trigger: resolved, group, maker, eventId: event.eventId };
        outcomes.push(await startRuns(trace, origin));
      }
    }
    const runs = outcomes.flatMap(each => each.runs.map(run => `${each.folder}/${run}`));
    const wrong = outcomes.find(({ outcome }) => outcome === 'failed');
    if (wrong === undefined) await audited.success({ meta: { runs } });
    else await audited.fail({ meta: { runs }, error: new Error(`${wrong.name}: ${wrong.text}`) });
    return outcomes;
  }

  async #refuse(hook: Hook, reason: DeliveryRefusal['reason']): Promise<never> {
    const { store, clock } = this.#options;
    await store.refuse(hook, { reason, at: clock.now() });
    throw refusal();
  }
}

async function judge(
  listed: ListedTrigger,
  given: { hook: Hook; reading: Reading; checker: SignatureChecker },
): Promise<Judged> {
  const { hook, reading, checker } = given;
  const resolved = await resolveTrigger(hook.place, listed, reading).catch(whyUnread);
  if (typeof resolved === 'string') return { listed, problem: resolved };
  return { listed, resolved, ...(await checker.check(resolved)) };
}

/** Undefined where the delivery is proven to one trigger at least. */
function whyUnproven(judged: readonly Judged[]): DeliveryRefusal['reason'] | undefined {
  const read = judged.filter(({ resolved }) => resolved !== undefined);
  if (read.some(({ unproven }) => unproven === undefined)) return undefined;
  if (read.length === 0) return judged.length === 0 ? 'no-secret' : 'secret-unread';
  return [...UNPROVEN].reverse().find(why => read.some(({ unproven }) => unproven === why));
}

function failed(
  { name, folder, group }: Pick<ListedTrigger, 'name' | 'folder' | 'group'>,
  text: string,
): TriggerOutcome {
  const about = { name, folder, ...(group === undefined ? {} : { group: group.name }) };
  return { ...about, outcome: 'failed', text: text.slice(0, 500), runs: [] };
}

function bodyOf({ body }: RawDelivery): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new InputError('The body is not valid JSON');
  }
  return parseBody(pipelinesMachineRoutes.receiveHook.body, parsed);
}

function refusal(): AuthenticationError {
  return new AuthenticationError(
    'Deliveries are taken for configured event listeners and with a signature by their secret only',
  );
}

function textOf({ place, folder, listener }: HookPlace): string {
  return `${place}/${folder}/${listener}`;
}
