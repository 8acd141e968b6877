import { createHash, timingSafeEqual } from 'node:crypto';
import { AuthenticationError, InputError } from '@backstage/errors';
import type { AuditTrail } from '../AuditTrail';
import type { AuditConfig } from '../config/readAuditConfig';
import { kubernetesEventSchema } from './kubernetesEvents';
import { toTrailEvent } from './toTrailEvent';

/** Above `--audit-webhook-batch-max-size`, which is 400 by default. */
const MAX_EVENTS = 2_000;

export interface KubernetesReceiverDeps {
  readonly trail: AuditTrail;
  readonly clusters: AuditConfig['kubernetes'];
  readonly userPrefix: string;
}

/** Takes what API servers report, each with a token or a client certificate of its own. */
export class KubernetesReceiver {
  readonly #deps: KubernetesReceiverDeps;

  constructor(deps: KubernetesReceiverDeps) {
    this.#deps = deps;
  }

  /**
   * Records the events of a delivery that are kept; answers how many are new.
   * @throws AuthenticationError for a cluster that is not configured or another token, without saying which
   */
  async receive(delivery: {
    readonly cluster: string;
    readonly authorization: string | undefined;
    /** Of a client certificate that has been verified. */
    readonly clientName?: string;
    readonly items: () => Promise<readonly unknown[]>;
  }): Promise<number> {
    const { clusters, userPrefix, trail } = this.#deps;
    const known = clusters.find(({ cluster }) => cluster === delivery.cluster);
    if (known === undefined || !isProven(delivery, known))
      throw new AuthenticationError(
        'Audit events are taken from configured clusters with their token or client certificate only',
      );
    const items = await delivery.items();
    if (items.length > MAX_EVENTS) throw new InputError(`At most ${MAX_EVENTS} events at once`);
    const source = { cluster: known.cluster, include: known.include, userPrefix };
    const events = items.flatMap((item, at) => {
      const parsed = kubernetesEventSchema.safeParse(item);
      if (!parsed.success)
        throw new InputError(
          `items[${at}] is no audit.k8s.io/v1 event: ${parsed.error.issues[0]?.path.join('.')}`,
        );
      return toTrailEvent(parsed.data, source) ?? [];
    });
    return events.length === 0 ? 0 : await trail.record(events);
  }
}

/** All that is configured of a cluster has to be right. */
function isProven(
  delivery: { readonly authorization: string | undefined; readonly clientName?: string },
  { token, clientName }: AuditConfig['kubernetes'][number],
): boolean {
  if (token === undefined && clientName === undefined) return false;
  if (clientName !== undefined && delivery.clientName !== clientName) return false;
  return token === undefined || isToken(delivery.authorization, token);
}

function isToken(authorization: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}
