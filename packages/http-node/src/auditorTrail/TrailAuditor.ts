import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
  AuditorServiceEvent,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { sourceOf } from '../sourceOf';
import type { AuditorEntry, AuditorTrail } from './AuditorTrail';

export interface TrailAuditorDeps {
  /** Backstage's own, which goes on to write the log. */
  readonly logged: AuditorService;
  readonly trail: AuditorTrail;
  readonly plugin: string;
  readonly auth: AuthService;
  readonly httpAuth: HttpAuthService;
  readonly now?: () => number;
}

/** Backstage's auditor, whose events also go to the audit trail: each once, when its outcome is known. */
export class TrailAuditor implements AuditorService {
  readonly #deps: TrailAuditorDeps;

  constructor(deps: TrailAuditorDeps) {
    this.#deps = deps;
  }

  async createEvent(options: AuditorServiceCreateEventOptions): Promise<AuditorServiceEvent> {
    const { logged, trail, plugin, now = Date.now } = this.#deps;
    const event = await logged.createEvent(options);
    if (!trail.isOpen) return event;
    const { eventId, severityLevel = 'low', request } = options;
    const at = now();
    // While the request is there: its answer may be over when the event ends.
    const begun = {
      ...{ at, plugin, eventId, severity: severityLevel },
      actor: await this.#actorOf(request),
      request: request && { method: request.method, path: request.originalUrl.split('?')[0] ?? '' },
      source: request && sourceOf(request),
    };
    const end = (meta: AuditorEntry['meta'] | undefined, error?: Error) =>
      trail.add({
        ...begun,
        durationMs: Math.max(0, now() - at),
        meta: { ...options.meta, ...meta },
        error: error && { name: error.name, message: error.message },
      });
    return {
      async success(told) {
        end(told?.meta);
        await event.success(told);
      },
      async fail(told) {
        end(told.meta, told.error);
        await event.fail(told);
      },
    };
  }

  /** As Backstage's auditor tells it. */
  async #actorOf(request: AuditorServiceCreateEventOptions['request']) {
    const { auth, httpAuth } = this.#deps;
    const credentials = await (request === undefined
      ? auth.getOwnServiceCredentials()
      : httpAuth.credentials(request));
    if (auth.isPrincipal(credentials, 'user')) return credentials.principal.userEntityRef;
    if (auth.isPrincipal(credentials, 'service')) return credentials.principal.subject;
    return undefined;
  }
}
