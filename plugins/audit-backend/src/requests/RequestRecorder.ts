import { createHash } from 'node:crypto';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { RequestEntry, RequestTrail } from '@kubemate/http-node';
import type { Clock } from '@kubemate/kube-node';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import type { AuditTrail } from '../AuditTrail';
import { BufferRecorder } from '../recorder/BufferRecorder';
import type { PluginTokens } from './PluginTokens';
import { toRequestEvent } from './toRequestEvent';

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

/** Records the requests that the server noted, each under the name of its person. */
export class RequestRecorder {
  readonly #deps: RequestRecorderDeps;
  /** By a hash of the token; undefined is a plugin of ours. */
  readonly #actors = new Map<string, Promise<string | undefined>>();
  readonly #recorder: BufferRecorder<RequestEntry>;

  constructor(deps: RequestRecorderDeps) {
    this.#deps = deps;
    const { requests, trail, clock, logger } = deps;
    this.#recorder = new BufferRecorder({
      ...{ buffer: requests, trail, clock, logger, noun: 'requests' },
      toEvent: entry => this.#toEvent(entry),
    });
  }

  start(options: { capacity: number }): void {
    this.#recorder.start(options);
  }

  /** Records everything that is noted now. */
  flush(): Promise<void> {
    return this.#recorder.flush();
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
