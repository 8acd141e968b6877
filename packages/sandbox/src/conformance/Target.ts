interface CallInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** An API server under test, with the tokens it knows. */
export interface TargetOptions {
  readonly url: string;
  readonly tokens: {
    /** In `system:masters`. */
    readonly admin: string;
    /** User `developer` in group `team-shop`, without any rights of its own. */
    readonly developer: string;
  };
  /** `fetch`, with the certificate checks that the server under test can pass. */
  readonly fetch: (url: string, init: CallInit) => Promise<Response>;
  /** True for a real kube-apiserver, whose controllers act on their own time. */
  readonly real: boolean;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
}

/** An answer with its body parsed where it is JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  // A conformance suite reads arbitrary documents: the edge where they are parsed.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

export interface WatchLine {
  readonly type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly object: any;
}

const TYPES = {
  POST: 'application/json',
  PUT: 'application/json',
  PATCH: 'application/merge-patch+json',
  DELETE: 'application/json',
} as const;

export const APPLY = 'application/apply-patch+yaml';
export const STRATEGIC = 'application/strategic-merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';
export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Speaks to the server under test as different users. */
export class Target {
  private serial = 0;

  constructor(readonly options: TargetOptions) {}

  /** A name no other check uses, also not in an earlier run against the same server. */
  unique(prefix: string): string {
    this.serial += 1;
    return `${prefix}-${Date.now().toString(36)}${this.serial}`;
  }

  get(path: string, options: CallOptions = {}): Promise<Reply> {
    return this.call('GET', path, options);
  }

  post(path: string, body: unknown, options: CallOptions = {}): Promise<Reply> {
    return this.call('POST', path, { ...options, body });
  }

  put(path: string, body: unknown, options: CallOptions = {}): Promise<Reply> {
    return this.call('PUT', path, { ...options, body });
  }

  patch(path: string, body: unknown, options: CallOptions = {}): Promise<Reply> {
    return this.call('PATCH', path, { ...options, body });
  }

  delete(path: string, body?: unknown): Promise<Reply> {
    return this.call('DELETE', path, { body });
  }

  async call(method: string, path: string, options: CallOptions): Promise<Reply> {
    const response = await this.options.fetch(this.options.url + path, this.init(method, options));
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const json = isJson && text !== '' ? JSON.parse(text) : undefined;
    return { status: response.status, headers: new Map(response.headers), text, json };
  }

  /** The lines of a watch until `enough` says so, or until it ends. */
  async watch(
    path: string,
    enough: (lines: readonly WatchLine[]) => boolean,
    options: CallOptions & { onOpen?: () => Promise<unknown> } = {},
  ): Promise<WatchLine[]> {
    const response = await this.options.fetch(this.options.url + path, this.init('GET', options));
    if (response.status !== 200)
      throw new Error(`watch answered ${response.status}: ${await response.text()}`);
    const opened = options.onOpen?.();
    const lines: WatchLine[] = [];
    let rest = '';
    for await (const chunk of response.body ?? []) {
      rest += Buffer.from(chunk).toString('utf8');
      const parts = rest.split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.filter(part => part !== '').map(part => JSON.parse(part)));
      if (enough(lines)) break;
    }
    await opened;
    return lines;
  }

  /** Reads until the answer is as wanted: for what a real cluster's controllers do later. */
  async eventually(path: string, wanted: (reply: Reply) => boolean): Promise<Reply> {
    return this.until(() => this.get(path), wanted);
  }

  /** A creation, tried dry, until admission refuses it: a real server's plugins learn of new quotas from a watch. */
  async refusal(path: string, body: object): Promise<Reply> {
    return this.until(
      () => this.post(`${path}?dryRun=All`, body),
      ({ status }) => status === 403,
    );
  }

  private async until(
    call: () => Promise<Reply>,
    wanted: (reply: Reply) => boolean,
  ): Promise<Reply> {
    let reply = await call();
    for (let attempt = 0; attempt < 100 && !wanted(reply); attempt++) {
      await new Promise(resolve => {
        setTimeout(resolve, this.options.real ? 200 : 10);
      });
      reply = await call();
    }
    return reply;
  }

  private init(method: string, options: CallOptions): CallInit {
    const { body, headers = {} } = options;
    const token = 'token' in options ? options.token : this.options.tokens.admin;
    const all: Record<string, string> = { 'user-agent': 'conformance/1', ...headers };
    if (token !== undefined) all.authorization = `Bearer ${token}`;
    if (options.accept !== undefined) all.accept = options.accept;
    const fallback = method in TYPES ? TYPES[method as keyof typeof TYPES] : undefined;
    const type = options.type ?? fallback;
    if (body !== undefined && type !== undefined) all['content-type'] = type;
    return {
      method,
      headers: all,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
  }
}

/** One behaviour of an API server; throws where the server under test has it not. */
export interface Check {
  readonly name: string;
  run(target: Target): Promise<void>;
}

export type Checks = Readonly<Record<string, (target: Target) => Promise<void>>>;
