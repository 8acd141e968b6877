import type { DatabaseService, LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { Clock, KubeService, PortalReader } from '@kubemate/kube-node';
import { openObjectStore } from '@kubemate/storage-node';
import { KnexPresetStore } from '../presets/KnexPresetStore';
import { readResultsConfig } from '../results/readResultsConfig';
import { ResultsImporter } from '../results/ResultsImporter';
import { TektonResults } from '../results/TektonResults';
import { TektonRecorder } from '../tekton/TektonRecorder';
import { KnexDeliveryStore } from '../triggers/hooks/KnexDeliveryStore';
import { HistoryAccess } from './HistoryAccess';
import { KnexRunStore } from './KnexRunStore';
import { LogArchive } from './LogArchive';
import { NamespaceTenants } from './NamespaceTenants';
import { readHistoryConfig } from './readHistoryConfig';
import type { HistoryConfig } from './readHistoryConfig';
import { RecorderLease } from './RecorderLease';
import { Retention } from './Retention';
import { RunHistory } from './RunHistory';

const DAY_MS = 86_400_000;

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
  const tenants = new NamespaceTenants({ reader, clusters: () => kube.clusters() });
  const housekeeping = new Retention({ store, logs, retention, tenants, clock, logger });
  const results = new TektonResults(readResultsConfig(options.config));
  const importer = new ResultsImporter({
    ...{ results, store, clock, logger },
    // What the longest rule keeps may come: the sweep knows tenants, and takes what is too old for its own.
    oldest: () => clock.now() - longest(retention) * DAY_MS,
  });
  const hasResults = (place: string) => results.has(place);
  const access = new HistoryAccess({ kube, clock, hasResults });
  const lease = new RecorderLease({ store, clock, logger, signal: shutdown });
  return {
    history: new RunHistory({ store, logs, access, results, clock }),
    /** Of the same database. */
    presets: new KnexPresetStore(await database.getClient()),
    deliveries: new KnexDeliveryStore(await database.getClient()),
    close: () => results.close(),
    /** Records on one replica at a time, until the shutdown. */
    record: () =>
      lease.whileHeld(async signal => {
        await store.dropImported(results.clusters());
        await Promise.all([
          recorder.record(signal),
          importer.keepUp(signal),
          housekeeping.keepUp(signal),
        ]);
      }),
  };
}

function longest({ days, overrides }: HistoryConfig['retention']): number {
  return Math.max(days, ...overrides.flatMap(each => each.days ?? []));
}
