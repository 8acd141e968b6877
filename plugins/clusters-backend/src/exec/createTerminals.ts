import type {
  AuditorService,
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { portalOrigins } from '@kubemate/http-node';
import type { Clock, KubeService } from '@kubemate/kube-node';
import type { PodRoutesOptions } from './addPodRoutes';
import { FileRecordingStore } from './ExecRecordingStore';
import { ExecSessions } from './ExecSessions';
import { ExecSocketServer } from './ExecSocketServer';
import { readExecConfig } from './readExecConfig';
import { RecordingReader } from './RecordingReader';
import { auditorRecords } from './TerminalAudit';

const PRUNE_MS = 6 * 60 * 60 * 1000;
const SOCKET_PATH = '/api/clusters/exec/socket';

export interface TerminalsOptions {
  readonly kube: KubeService;
  readonly config: RootConfigService;
  readonly logger: LoggerService;
  readonly auditor: AuditorService;
  readonly clock: Clock;
  readonly shutdown: AbortSignal;
}

/** What the router needs for terminals. */
export type Terminals = Omit<PodRoutesOptions, 'kube'> & { readonly sockets: ExecSocketServer };

/** @throws InputError for a bad configuration, which stops start-up */
export function createTerminals(options: TerminalsOptions): Terminals {
  const { kube, config, logger, auditor, clock, shutdown } = options;
  const kept = readExecConfig(config);
  const store = kept && new FileRecordingStore(kept);
  if (store !== undefined) {
    const prune = () => {
      if (shutdown.aborted) return;
      store.prune(clock.now()).catch(error => {
        logger.warn(`Old recordings of terminals could not be removed: ${error}`);
      });
      clock.after(PRUNE_MS, prune);
    };
    prune();
  }
  const recordings = store && kept && { store, maxBytes: kept.maxBytes };
  const sessions = new ExecSessions({ kube, clock, recordings, shutdown });
  return {
    sessions,
    recordings: store && new RecordingReader({ kube, store }),
    audit: auditorRecords(auditor),
    sockets: new ExecSocketServer({
      ...{ sessions, clock, shutdown, path: SOCKET_PATH },
      origins: portalOrigins(config),
    }),
  };
}
