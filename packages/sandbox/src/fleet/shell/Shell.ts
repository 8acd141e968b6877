import type { ExecRequest } from '../../apiserver/hooks';
import type { Cluster } from '../../simulation/Cluster';
import type { Container, Pod } from '../../simulation/objects/pod';
import { CONFIG_MAPS } from '../../simulation/objects/resources';

export interface ShellResult {
  readonly output: string;
  readonly error: string;
  /** Set where the session ends. */
  readonly exit?: number;
}

type Command = (args: readonly string[]) => Partial<ShellResult> & { status?: number };

function configData(cluster: Cluster, key: string): Readonly<Record<string, string>> {
  const object = cluster.get(CONFIG_MAPS, key);
  return (object?.data ?? {}) as Record<string, string>;
}

/** A shell inside a sandbox container. It knows a handful of commands, all of which only read. */
export class Shell {
  /** Exit status of the last command. */
  lastStatus = 0;
  readonly prompt: string;
  private readonly pod: Pod;
  private readonly container: Container | undefined;
  private readonly files: ReadonlyMap<string, string>;

  constructor(
    private readonly cluster: Cluster,
    request: ExecRequest,
  ) {
    this.pod = request.pod as Pod;
    this.container = [
      ...this.pod.spec.containers,
      ...(this.pod.spec.ephemeralContainers ?? []),
    ].find(({ name }) => name === request.container);
    this.prompt = `${this.pod.metadata.name}:/$ `;
    this.files = this.makeFiles();
  }

  /** Runs one line; several commands may be joined with `;` or `&&`. */
  run(line: string): ShellResult {
    let output = '';
    let error = '';
    for (const [, joint = '', text = ''] of line.matchAll(/(^|;|&&)\s*([^;&]+)/g)) {
      if (joint === '&&' && this.lastStatus !== 0) continue;
      const [name = '', ...args] = text.trim().split(/\s+/);
      if (name === '') continue;
      if (name === 'exit') return { output, error, exit: Number(args[0] ?? this.lastStatus) || 0 };
      const result = this.command(name)(args);
      output += result.output ?? '';
      error += result.error ?? '';
      this.lastStatus = result.status ?? 0;
    }
    return { output, error };
  }

  private command(name: string): Command {
    const commands: Map<string, Command> = new Map<string, Command>([
      ['echo', args => ({ output: `${this.expand(args.join(' '))}\n` })],
      [
        'env',
        () => ({
          output: `${this.environment()
            .map(([key, value]) => `${key}=${value}`)
            .join('\n')}\n`,
        }),
      ],
      ['printenv', ([key]) => this.printenv(key)],
      ['hostname', () => ({ output: `${this.pod.metadata.name}\n` })],
      ['whoami', () => ({ output: 'app\n' })],
      ['id', () => ({ output: 'uid=1000(app) gid=1000(app) groups=1000(app)\n' })],
      ['pwd', () => ({ output: '/\n' })],
      ['date', () => ({ output: `${new Date(this.cluster.clock.now()).toUTCString()}\n` })],
      ['uname', () => ({ output: 'Linux\n' })],
      ['ps', () => ({ output: this.processes() })],
      ['ls', args => this.ls(args.find(arg => !arg.startsWith('-')) ?? '/')],
      ['cat', args => this.cat(args)],
      ['true', () => ({})],
      ['false', () => ({ status: 1 })],
      ['help', () => ({ output: `A sandbox: ${[...commands.keys()].sort().join(', ')}, exit\n` })],
    ]);
    return (
      commands.get(name.replace(/^\/(usr\/)?bin\//, '')) ??
      (() => ({ error: `sh: ${name}: not found\n`, status: 127 }))
    );
  }

  private environment(): [string, string][] {
    const { namespace, name } = this.pod.metadata;
    const shared = (this.container?.envFrom ?? []).flatMap(({ configMapRef }) =>
      configMapRef?.name === undefined
        ? []
        : Object.entries(configData(this.cluster, `${namespace}/${configMapRef.name}`)),
    );
    const own = (this.container?.env ?? []).map(
      ({ name: key, value, valueFrom }): [string, string] => {
        if (valueFrom?.fieldRef?.fieldPath === 'metadata.name') return [key, name];
        return [
          key,
          value ??
            (valueFrom?.secretKeyRef === undefined ? '' : '(a secret, not shown in the sandbox)'),
        ];
      },
    );
    return [
      ['PATH', '/usr/local/bin:/usr/bin:/bin'],
      ['HOSTNAME', name],
      ['HOME', '/'],
      ['KUBERNETES_SERVICE_HOST', '10.96.0.1'],
      ...shared,
      ...own,
    ];
  }

  private expand(text: string): string {
    const values = new Map(this.environment());
    return text
      .replace(/\$\{?(\w+)\}?/g, (_, key: string) => values.get(key) ?? '')
      .replace(/\$\?/g, String(this.lastStatus))
      .replace(/^(["'])(.*)\1$/, '$2');
  }

  private printenv(key: string | undefined): ReturnType<Command> {
    if (key === undefined) return this.command('env')([]);
    const value = new Map(this.environment()).get(key);
    return value === undefined ? { status: 1 } : { output: `${value}\n` };
  }

  private processes(): string {
    const command = [
      ...(this.container?.command ?? [`/app/${this.container?.name}`]),
      ...(this.container?.args ?? []),
    ];
    return `PID   USER     TIME  COMMAND\n    1 app       0:42 ${command.join(' ')}\n   87 app       0:00 sh\n   93 app       0:00 ps\n`;
  }

  private makeFiles(): ReadonlyMap<string, string> {
    const { namespace = '', name } = this.pod.metadata;
    const files = new Map([
      ['/etc/hostname', `${name}\n`],
      ['/etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\n'],
      [
        '/etc/resolv.conf',
        `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
      ],
      ['/var/run/secrets/kubernetes.io/serviceaccount/namespace', namespace],
    ]);
    for (const { name: volume, mountPath } of this.container?.volumeMounts ?? []) {
      const source = this.pod.spec.volumes?.find(candidate => candidate.name === volume);
      for (const [file, text] of Object.entries(
        configData(this.cluster, `${namespace}/${source?.configMap?.name}`),
      ))
        files.set(`${mountPath}/${file}`, text);
    }
    return files;
  }

  private ls(path: string): ReturnType<Command> {
    const folder = path.endsWith('/') ? path : `${path}/`;
    if (this.files.has(path)) return { output: `${path}\n` };
    const entries = new Set(
      [...this.files.keys(), '/app/', '/bin/', '/dev/', '/proc/', '/tmp/', '/usr/']
        .filter(file => file.startsWith(folder) && file !== folder)
        .map(file => file.slice(folder.length).split('/')[0] ?? ''),
    );
    if (entries.size === 0) return { error: `ls: ${path}: No such file or directory\n`, status: 1 };
    return { output: `${[...entries].sort().join('\n')}\n` };
  }

  private cat(paths: readonly string[]): ReturnType<Command> {
    const results = paths.map(path => this.files.get(path));
    const missing = paths.filter((_, index) => results[index] === undefined);
    return {
      output: results.join(''),
      error: missing.map(path => `cat: ${path}: No such file or directory\n`).join(''),
      status: missing.length > 0 ? 1 : 0,
    };
  }
}
