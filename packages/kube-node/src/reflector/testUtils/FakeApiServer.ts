import type { KubeObject } from '@kubemate/kube-common';
import type { ApiRequest, ApiResponse, ApiTransport } from '../ApiTransport';
import type { Clock } from '../Clock';
import { ScriptedBody } from './ScriptedBody';

interface LoggedEvent {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

interface Watch {
  readonly body: ScriptedBody;
  readonly bookmarks: boolean;
  cancel: (() => void)[];
}

/** What goes wrong with the requests to come. Zero and false mean: nothing. */
export interface Faults {
  /** This many requests are answered with `status`. */
  failing: { count: number; status: number; retryAfter: string | undefined };
  /** Connections are refused. */
  refusing: boolean;
  /** This many watches first send events again that the client has seen. */
  replaying: number;
  /** This many lists break off in the middle of a page. */
  breakingLists: number;
  /** This many bodies contain something that is not JSON. */
  garbling: number;
  /** Delay before each piece of a body. */
  slowMs: number;
  /** This many requests get neither an answer nor an error. */
  hanging: number;
}

export interface FakeApiServerOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly pageSize: number;
  /** `ignored` is what servers before 1.27 do with parameters that they do not know. */
  readonly streamedLists: 'served' | 'refused' | 'ignored';
}

const BOOKMARK_MS = 60_000;
const encoder = new TextEncoder();

/**
 * An API server of one kind in memory: lists in pages of one version, watches with bookmarks, compaction, and every
 * way of failing that a script asks for. A model to test against, smaller than the sandbox on purpose.
 */
export class FakeApiServer implements ApiTransport {
  readonly faults: Faults = {
    failing: { count: 0, status: 500, retryAfter: undefined },
    refusing: false,
    replaying: 0,
    breakingLists: 0,
    garbling: 0,
    slowMs: 0,
    hanging: 0,
  };
  readonly requests: ApiRequest[] = [];
  private readonly objects = new Map<string, KubeObject>();
  private readonly log: LoggedEvent[] = [];
  private readonly snapshots = new Map<string, { version: number; rest: KubeObject[] }>();
  private readonly watches = new Set<Watch>();
  private version = 100;
  private compacted = 0;
  private uids = 0;

  constructor(private readonly options: FakeApiServerOptions) {}

  get current(): readonly KubeObject[] {
    return [...this.objects.values()];
  }

  get openWatches(): number {
    return this.watches.size;
  }

  /** Creates or updates. */
  put(namespace: string, name: string, note: string): void {
    const key = `${namespace}/${name}`;
    const known = this.objects.get(key);
    this.version++;
    const object: KubeObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace,
        uid: known?.metadata.uid ?? `uid-${++this.uids}`,
        resourceVersion: String(this.version),
        creationTimestamp: known?.metadata.creationTimestamp ?? '2026-01-01T00:00:00Z',
        labels: { note },
      },
      data: { text: `},{"metadata":{ ${note} ä€😀` },
    };
    this.objects.set(key, object);
    this.publish({ version: this.version, type: known ? 'MODIFIED' : 'ADDED', object });
  }

  delete(namespace: string, name: string): void {
    const key = `${namespace}/${name}`;
    const known = this.objects.get(key);
    if (known === undefined) return;
    this.objects.delete(key);
    this.version++;
    const metadata = { ...known.metadata, resourceVersion: String(this.version) };
    this.publish({ version: this.version, type: 'DELETED', object: { ...known, metadata } });
  }

  /** Forgets history: older watches and continue tokens expire. */
  compact(): void {
    this.compacted = this.version;
  }

  dropConnections(): void {
    for (const { body } of this.watches) body.destroy(new Error('read ECONNRESET'));
  }

  endConnections(): void {
    for (const { body } of this.watches) body.end();
  }

  /** Open connections stay open and silent for ever. */
  freezeConnections(): void {
    for (const watch of this.watches) {
      watch.body.frozen = true;
      this.forget(watch);
    }
  }

  /** Writes something into open watches that no API server would. */
  writeToWatches(text: string): void {
    for (const { body } of this.watches) body.write(encoder.encode(text));
  }

  calm(): void {
    Object.assign(this.faults, {
      failing: { count: 0, status: 500, retryAfter: undefined },
      refusing: false,
      replaying: 0,
      breakingLists: 0,
      garbling: 0,
      slowMs: 0,
      hanging: 0,
    });
  }

  async request(request: ApiRequest): Promise<ApiResponse> {
    this.requests.push(request);
    const { faults } = this;
    if (faults.refusing) throw new Error('connect ECONNREFUSED');
    if (faults.hanging > 0) {
      faults.hanging--;
      return new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason));
      });
    }
    if (faults.failing.count > 0) {
      faults.failing.count--;
      const { status, retryAfter } = faults.failing;
      return this.refuse(request, status, retryAfter);
    }
    return request.query.watch === 'true' ? this.watch(request) : this.list(request);
  }

  private refuse(request: ApiRequest, code: number, retryAfter?: string): ApiResponse {
    const body = new ScriptedBody(request.signal);
    body.write(
      encoder.encode(JSON.stringify({ kind: 'Status', code, message: `failed: ${code}` })),
    );
    body.end();
    return { status: code, headers: { 'retry-after': retryAfter }, body };
  }

  private list(request: ApiRequest): ApiResponse {
    const token = request.query.continue;
    const snapshot =
      token === undefined
        ? { version: this.version, rest: this.sorted() }
        : this.snapshots.get(token);
    if (snapshot === undefined || snapshot.version < this.compacted)
      return this.refuse(request, 410);
    const size = request.query.limit === undefined ? Infinity : this.options.pageSize;
    const items = snapshot.rest.slice(0, size);
    const rest = snapshot.rest.slice(size);
    const next = rest.length === 0 ? undefined : `token]-${snapshot.version}-${rest.length}`;
    if (next !== undefined) this.snapshots.set(next, { version: snapshot.version, rest });
    const metadata = { resourceVersion: String(snapshot.version), continue: next };
    const text = JSON.stringify({ kind: 'ConfigMapList', apiVersion: 'v1', metadata, items });
    const body = new ScriptedBody(request.signal);
    if (this.faults.breakingLists > 0) {
      this.faults.breakingLists--;
      this.send(body, text.slice(0, this.between(1, text.length)));
      this.later(body, () => body.destroy(new Error('socket hang up')));
    } else {
      this.send(body, this.maybeGarbled(text));
      this.later(body, () => body.end());
    }
    return { status: 200, headers: {}, body };
  }

  private sorted(): KubeObject[] {
    return [...this.objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, o]) => o);
  }

  private watch(request: ApiRequest): ApiResponse {
    const streamed = request.query.sendInitialEvents === 'true';
    if (streamed && this.options.streamedLists === 'refused') return this.refuse(request, 422);
    const from = request.query.resourceVersion;
    const body = new ScriptedBody(request.signal);
    if (from !== undefined && Number(from) < this.compacted) {
      if (this.options.random() < 0.5) return this.refuse(request, 410);
      const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' };
      this.send(body, `${JSON.stringify({ type: 'ERROR', object: status })}\n`);
      this.later(body, () => body.end());
      return { status: 200, headers: {}, body };
    }
    const watch: Watch = {
      body,
      bookmarks: request.query.allowWatchBookmarks === 'true',
      cancel: [],
    };
    this.watches.add(watch);
    body.onClose(() => this.forget(watch));
    if (from === undefined) this.sendInitial(watch, streamed);
    else this.sendSince(watch, Number(from));
    this.sendBookmarks(watch);
    const seconds = Number(request.query.timeoutSeconds);
    watch.cancel.push(this.options.clock.after(seconds * 1000, () => body.end()));
    return { status: 200, headers: {}, body };
  }

  private sendInitial(watch: Watch, streamed: boolean): void {
    const { version } = this;
    for (const object of this.sorted()) this.send(watch.body, line('ADDED', object));
    if (!streamed || this.options.streamedLists === 'ignored') return;
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const metadata = { resourceVersion: String(version), annotations };
    this.send(watch.body, line('BOOKMARK', { kind: 'ConfigMap', metadata }));
  }

  private sendSince(watch: Watch, from: number): void {
    if (this.faults.replaying > 0) {
      this.faults.replaying--;
      const seen = this.log.filter(({ version }) => version <= from);
      const again = seen.slice(this.between(0, seen.length));
      if (this.options.random() < 0.5) again.reverse();
      for (const { type, object } of again) this.send(watch.body, line(type, object));
    }
    for (const { version, type, object } of this.log) {
      if (version > from) this.send(watch.body, line(type, object));
    }
  }

  private sendBookmarks(watch: Watch): void {
    if (!watch.bookmarks) return;
    const tick = () => {
      const metadata = { resourceVersion: String(this.version) };
      this.send(watch.body, line('BOOKMARK', { kind: 'ConfigMap', metadata }));
      watch.cancel.push(this.options.clock.after(BOOKMARK_MS, tick));
    };
    watch.cancel.push(this.options.clock.after(BOOKMARK_MS, tick));
  }

  private publish(event: LoggedEvent): void {
    this.log.push(event);
    for (const { body } of this.watches) this.send(body, line(event.type, event.object));
  }

  /** Cuts bytes anywhere, also inside a character, and keeps their order however slow they are. */
  private send(body: ScriptedBody, text: string): void {
    const bytes = encoder.encode(this.maybeGarbledLine(text));
    const cut = this.options.random() < 0.3 ? this.between(1, bytes.length) : bytes.length;
    for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
      if (piece.length > 0) this.later(body, () => body.write(piece));
    }
  }

  private readonly queues = new WeakMap<ScriptedBody, { readyAt: number }>();

  private later(body: ScriptedBody, action: () => void): void {
    const { clock } = this.options;
    const queue = this.queues.get(body) ?? { readyAt: clock.now() };
    this.queues.set(body, queue);
    queue.readyAt = Math.max(queue.readyAt, clock.now()) + this.faults.slowMs;
    if (queue.readyAt <= clock.now()) action();
    else clock.after(queue.readyAt - clock.now(), action);
  }

  private maybeGarbled(text: string): string {
    if (this.faults.garbling === 0) return text;
    this.faults.garbling--;
    const at = this.between(0, text.length);
    return `${text.slice(0, at)}\u0000{${text.slice(at + 3)}`;
  }

  private maybeGarbledLine(text: string): string {
    return text.endsWith('\n') ? this.maybeGarbled(text) : text;
  }

  private forget(watch: Watch): void {
    for (const cancel of watch.cancel) cancel();
    watch.cancel = [];
    this.watches.delete(watch);
  }

  private between(low: number, high: number): number {
    return low + Math.floor(this.options.random() * (high - low));
  }
}

function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}
