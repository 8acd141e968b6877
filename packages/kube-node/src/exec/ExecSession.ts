/** A process to start in a container, or one to attach to. */
export interface ExecRequest {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Program and arguments; `attach` joins the container's own first process. */
  readonly command: readonly string[] | 'attach';
  readonly tty: boolean;
  readonly stdin: boolean;
}

export interface ExecSize {
  readonly columns: number;
  readonly rows: number;
}

/** Bytes that the process wrote. With a terminal everything comes on `stdout`. */
export interface ExecOutput {
  readonly channel: 'stdout' | 'stderr';
  readonly data: Uint8Array;
}

/**
 * How a session ended.
 *
 * - `exited`: the process is done.
 * - `failed`: it did not start, or the cluster says why it stopped.
 * - `revoked`: the viewer may no longer run commands there.
 * - `lost`: the connection to the cluster broke.
 * - `closed`: the holder of the session closed it.
 */
export type ExecEnd =
  | { readonly type: 'exited'; readonly exitCode: number }
  | { readonly type: 'failed' | 'revoked' | 'lost'; readonly reason: string }
  | { readonly type: 'closed' };

/** A process in a container with its streams. Whoever holds it reads `output` to the end or closes it. */
export interface ExecSession {
  /**
   * What the process writes, in order; ends with the session. Read once. While nobody takes from it the cluster is
   * not read either, so that a slow reader slows the process down instead of filling memory.
   */
  readonly output: AsyncIterable<ExecOutput>;
  /** Never rejects. */
  readonly ended: Promise<ExecEnd>;
  /** Input for the process. Resolves when there is room for more; input after the end is dropped. */
  write(data: Uint8Array): Promise<void>;
  /** The process sees end of file; not known to API servers before 1.30, which leave the input open. */
  endInput(): void;
  resize(size: ExecSize): void;
  close(): void;
}
