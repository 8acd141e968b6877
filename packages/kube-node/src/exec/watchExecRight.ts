import { NotAllowedError } from '@backstage/errors';
import type { ClusterAccess } from '../access/ClusterAccess';
import type { AccessQuestion } from '../access/refusal';
import type { Viewer } from '../KubeService';
import type { Clock } from '../reflector/Clock';

/** Three looks within the 30 s in which a revoked right must end its sessions. */
const CHECK_MS = 10_000;
/** A session lives on an answer no older than this. */
const MAX_AGE_MS = 28_000;

export interface ExecRightOptions {
  readonly access: Pick<ClusterAccess, 'ask'>;
  /** Calls back when rights may have changed; see `Cluster.onAccessChange`. */
  readonly onAccessChange: (listener: () => void) => () => void;
  readonly question: AccessQuestion;
  readonly viewer: Viewer;
  readonly clock: Clock;
}

/**
 * Asks again and again whether the viewer may still run commands, never from a cache, and at once when RBAC objects
 * change. `onLost` hears the reason, once. A cluster that cannot be asked is no permission: silence ends the session as well.
 *
 * @returns stops asking
 */
export function watchExecRight(
  options: ExecRightOptions,
  onLost: (reason: string) => void,
): () => void {
  const { access, question, viewer, clock } = options;
  let allowedAt = clock.now();
  let stopped = false;
  let cancel = () => {};
  const lose = (reason: string) => {
    if (stopped) return;
    stop();
    onLost(reason);
  };
  const check = async () => {
    const askedAt = clock.now();
    try {
      if (!(await access.ask(question, viewer)).allowed) lose(revokedReason(question));
      else allowedAt = Math.max(allowedAt, askedAt);
    } catch (error) {
      if (error instanceof NotAllowedError) lose(error.message);
    }
  };
  const next = () => {
    cancel = clock.after(CHECK_MS, () => {
      if (clock.now() - allowedAt >= MAX_AGE_MS) {
        lose('the cluster could not confirm for half a minute that you may still run commands');
        return;
      }
      void check();
      next();
    });
  };
  const stopListening = options.onAccessChange(() => void check());
  function stop() {
    stopped = true;
    cancel();
    stopListening();
  }
  next();
  return stop;
}

function revokedReason({ verb, plural, subresource, namespace }: AccessQuestion): string {
  return `you may no longer ${verb} ${plural}/${subresource} in namespace ${namespace}`;
}
