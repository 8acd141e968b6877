import type { KubeObject } from '@kubemate/kube-common';

/** An API server of Tekton Results: a stand-in, or the real one. */
export interface ResultsServer {
  readonly url: string;
  /** As the portal's token reads it: `list` of records, `get` of logs. */
  readonly token: string;
  /** Keeps an object as the watcher does: its uid names the record, the uid of its run the result. */
  put(object: KubeObject, options: { result: string; at: string }): Promise<string>;
  /** The log of a record of a TaskRun, as the watcher writes that. */
  putLog(record: string, text: string): Promise<void>;
  /** Whether it has an API of logs at all. */
  keepLogs(keepsThem: boolean): Promise<void>;
  close(): Promise<void>;
}
