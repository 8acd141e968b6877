import type { DatabaseService, LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { Clock, KubeService, PortalReader } from '@kubemate/kube-node';
import { openObjectStore } from '@kubemate/storage-node';
import { TektonRecorder } from '../tekton/TektonRecorder';
import { HistoryAccess } from './HistoryAccess';
import { KnexRunStore } from './KnexRunStore';
import { LogArchive } from './LogArchive';
import { readHistoryConfig } from './readHistoryConfig';
import { RecorderLease } from './RecorderLease';
import { Retention } from './Retention';
import { RunHistory } from './RunHistory';

interface Options {
  readonly config: Config;
  readonly database: DatabaseService;
  readonly kube: KubeService;
  readonly reader: PortalReader;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly shutdown: AbortSignal;
}

/** The history of runs, and what records it. */
export async function openHistory(options: Options) {
  const { database, kube, reader, logger, clock, shutdown } = options;
  const { retention, logs: limits } = readHistoryConfig(options.config);
  const store = await KnexRunStore.create(database);
  const objects = openObjectStore(options.config);
  const maxBytes = limits.maxKilobytesPerTask * 1024;
  const logs = new LogArchive({ objects, store, clock, maxBytes });
  const recorder = new TektonRecorder({ reader, store, logs, clock, logger });
  const housekeeping = new Retention({ store, logs, retention, clock, logger });
  const lease = new RecorderLease({ store, clock, logger, signal: shutdown });
  return {
    history: new RunHistory({ store, logs, access: new HistoryAccess({ kube, clock }), clock }),
    /** Records on one replica at a time, until the shutdown. */
    record: () =>
      lease.whileHeld(async signal => {
        await Promise.all([recorder.record(signal), housekeeping.keepUp(signal)]);
      }),
  };
}
