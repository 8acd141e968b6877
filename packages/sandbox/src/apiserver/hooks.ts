import type { KubeObject } from '@kubemate/kube-common';

export interface PodLogOptions {
  readonly previous: boolean;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly sinceSeconds?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** Aborted when the reader leaves. */
  readonly signal: AbortSignal;
}

/** A process started by exec, or one attached to. */
export interface ExecRequest {
  readonly pod: KubeObject;
  readonly container: string;
  /** Empty for attach. */
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly signal: AbortSignal;
}

/** The server's side of an exec session. */
export interface ExecStreams {
  /** What the client types; ends when the client closes its side. */
  readonly stdin: AsyncIterable<Buffer>;
  stdout(data: string | Buffer): void;
  stderr(data: string | Buffer): void;
  /** Called with every terminal size the client reports. */
  onResize(listener: (size: { width: number; height: number }) => void): void;
}

export interface MetricsUsage {
  /** Kubernetes quantities. */
  readonly cpu: string;
  readonly memory: string;
}

/** What a kubelet and a metrics server would know. Whoever simulates them fills these in; absent parts answer as a cluster without them does. */
export interface SandboxHooks {
  /** Log lines, each with its line end. Throw `ApiStatusError` where the container has none. */
  log?(pod: KubeObject, container: string, options: PodLogOptions): AsyncIterable<string>;
  /** Answers with the process's exit code. */
  exec?(request: ExecRequest, streams: ExecStreams): Promise<number>;
  /** Usage by container name, or undefined while nothing has been measured. */
  podMetrics?(pod: KubeObject): Readonly<Record<string, MetricsUsage>> | undefined;
  nodeMetrics?(node: KubeObject): MetricsUsage | undefined;
}
