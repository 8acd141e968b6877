/** What stands before an environment. */
export interface EnvironmentGates {
  /** `ifKnown`: a run that failed blocks, and an image that no known run made does not. */
  readonly pipelinePassed?: 'required' | 'ifKnown';
  readonly approvals?: ApprovalRule;
  /** The registry has a signature of the image. */
  readonly imageSigned: boolean;
  readonly imageScanned?: ScanRule;
  /** `ifKnown`: a component that SonarQube does not know is let through. */
  readonly qualityGate?: 'required' | 'ifKnown';
  /** All of them have to be well. */
  readonly metrics?: readonly MetricRule[];
  /** Windows of the freeze calendar count here. */
  readonly freeze: boolean;
}

/** A metric of `kubemate.pipelines.metrics` that has to be well. */
export interface MetricRule {
  readonly metric: string;
  /** `source`: what the image does where it comes from. `target`: how what runs in the environment itself does. */
  readonly of: 'source' | 'target';
  /** What it means that nothing is measured. A source that does not answer blocks in either case. */
  readonly noData: 'block' | 'pass';
}

/** What the newest scan of an image may say at most. */
export interface ScanRule {
  readonly maxCritical: number;
  /** Any number where absent. */
  readonly maxHigh?: number;
  readonly maxAgeMs?: number;
}

export interface ApprovalRule {
  readonly count: number;
  /** Entity refs of groups; `owner` stands for whoever owns the component. */
  readonly groups: readonly string[];
  readonly notBy: readonly ('requester' | 'author')[];
  /** For how long a request waits, and an approval counts, in milliseconds. */
  readonly expiresAfterMs: number;
}

/** A place that components are promoted to. */
export interface Environment {
  readonly name: string;
  readonly title: string;
  readonly cluster: string;
  /** With `{system}`, `{name}` and `{owner}` of the component; any namespace where absent. */
  readonly namespace?: string;
  /** What the workloads of this environment are told by, beside the component's own labels. */
  readonly labelSelector?: string;
  readonly gates: EnvironmentGates;
  /** For how long a rollout may take, and new pods have to stay well after it, in milliseconds. */
  readonly timeoutMs: number;
  readonly stableMs: number;
}
