import { createHash, randomUUID } from 'node:crypto';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { RequestEntry, RequestTrail } from '@kubemate/http-node';
import type { Clock } from '@kubemate/kube-node';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import type { AuditTrail } from '../AuditTrail';
import type { PluginTokens } from './PluginTokens';
import { toRequestEvent } from './toRequestEvent';

const BATCH = 500;
const FLUSH_MS = 1_000;
const RETRY_MS = 5_000;
const MAX_ACTORS = 2_000;
const ANONYMOUS = 'anonymous';

export interface RequestRecorderDeps {
  readonly requests: RequestTrail;
  readonly trail: AuditTrail;
  readonly auth: AuthService;
  readonly pluginTokens: Pick<PluginTokens, 'check'>;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/** Brings what the server noted of requests into the trail, in batches and behind its back. */
export class RequestRecorder {
  readonly #deps: RequestRecorderDeps;
  /** By a hash of the token; undefined is a plugin of ours. */
  readonly #actors = new Map<string, Promise<string | undefined>>();
  #flushing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  constructor(deps: RequestRecorderDeps) {
    this.#deps = deps;
  }

  start({ capacity }: { capacity: number }): void {
    this.#deps.requests.open({
      capacity,
      onAdded: () => {
        if (this.#deps.requests.size >= BATCH) void this.flush();
        else this.#flushIn(FLUSH_MS);
      },
    });
  }

  /** Records everything that is noted now. */
  flush(): Promise<void> {
    this.#flushing ??= this.#run().finally(() => {
      this.#flushing = undefined;
      if (this.#deps.requests.size > 0) this.#flushIn(RETRY_MS);
    });
    return this.#flushing;
  }

  #flushIn(delayMs: number) {
    this.#cancel ??= this.#deps.clock.after(delayMs, () => void this.flush());
  }

  async #run(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const { requests, trail, logger, clock } = this.#deps;
    while (requests.size > 0) {
      const taken = requests.take(BATCH);
      try {
        const events = await Promise.all(taken.entries.map(entry => this.#toEvent(entry)));
        const gap = taken.dropped > 0 ? [gapEvent(taken.dropped, clock.now())] : [];
        await trail.record([...gap, ...events.flatMap(event => event ?? [])]);
      } catch (error) {
        requests.giveBack(taken);
        logger.error('Requests could not be recorded; they wait', toError(error));
        return;
      }
    }
  }

  /** Plugins calling each other do so for a person's request, which has its own record. */
  async #toEvent(entry: RequestEntry): Promise<TrailEvent | undefined> {
    const actor = entry.actor ?? (await this.#actorOf(entry.token));
    return actor === undefined ? undefined : toRequestEvent(entry, actor);
  }

  async #actorOf(token: string | undefined): Promise<string | undefined> {
    if (token === undefined) return ANONYMOUS;
    const key = createHash('sha256').update(token).digest('base64');
    const known = this.#actors.get(key);
    if (known !== undefined) return await known;
    if (this.#actors.size >= MAX_ACTORS) this.#actors.clear();
    const actor = this.#resolve(token);
    this.#actors.set(key, actor);
    return await actor;
  }

  async #resolve(token: string): Promise<string | undefined> {
    const { auth, pluginTokens } = this.#deps;
    const ofPlugin = await pluginTokens.check(token);
    if (ofPlugin !== 'none') return ofPlugin === 'valid' ? undefined : ANONYMOUS;
    try {
      const credentials = await auth.authenticate(token);
      if (auth.isPrincipal(credentials, 'user')) return credentials.principal.userEntityRef;
      if (!auth.isPrincipal(credentials, 'service')) return ANONYMOUS;
      return credentials.principal.subject;
    } catch {
      // A token that nobody vouches for names nobody.
      return ANONYMOUS;
    }
  }
}

function gapEvent(count: number, at: number): TrailEvent {
  return {
    id: randomUUID(),
    at,
    kind: 'system',
    plugin: 'audit',
    action: 'audit.requests-dropped',
    effect: 'read',
    outcome: 'failed',
    summary: `${count} requests were not recorded: more came than could be written down`,
    actor: 'plugin:audit',
    source: { via: 'portal' },
  };
}
