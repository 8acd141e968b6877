import { parseTime } from '@kubemate/kube-common';
import { knownDigest } from '../../registry/knownImages';
import type { Cluster } from '../Cluster';
import type { Container, Pod, Terminated } from '../objects/pod';
import { INTERNAL, TASK_RESULT, type RunResult } from '../tekton/terminationMessage';
import { containerEnding, type Ending } from './containerOutcome';
import type { ImageCatalog } from './ImageCatalog';

const SHORTEST_SECONDS = 2;
const RESULTS = '/tekton/results/';

/**
 * What a step's script does, as far as its simple commands say: `echo`, `printf`, `cat`, `sleep`, `exit`, `[ A = B ] || exit N`, and what tells the digest of an
 * image: `buildah push --digestfile`, `crane digest`.
 */
export interface ScriptRun {
  readonly seconds: number;
  readonly exitCode: number;
  readonly output: readonly string[];
  readonly results: Readonly<Record<string, string>>;
}

/** Whether Tekton's entrypoint runs the container. */
export function isStep({ metadata }: Pod, { name }: Container): boolean {
  return name.startsWith('step-') && metadata.labels?.['tekton.dev/taskRun'] !== undefined;
}

/** The script of a step, from the init container that places it. */
export function scriptOf({ spec }: Pod, { args = [] }: Container): string | undefined {
  const file = args[args.indexOf('-entrypoint') + 1];
  if (!file?.startsWith('/tekton/scripts/')) return undefined;
  const placed = spec.initContainers?.find(({ name }) => name === 'place-scripts')?.args?.join('');
  const start = placed?.indexOf(`scriptfile="${file}"`) ?? -1;
  if (placed === undefined || start < 0) return undefined;
  const content = /<< '_EOF_'\n([A-Za-z0-9+/=]*)\n_EOF_/.exec(placed.slice(start))?.[1];
  return content === undefined ? undefined : Buffer.from(content, 'base64').toString('utf8');
}

function unquote(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/s, '$2');
}

/** The exit code with which the line ends its script; undefined where it goes on. */
function exitOf(line: string): number | undefined {
  if (line === 'false') return 1;
  const test = /^\[ (\S+) (!?=) (\S+) \] \|\| (exit .*)$/.exec(line);
  if (test !== null) {
    const [, left, operator, right, otherwise = ''] = test;
    return (left === right) === (operator === '=') ? undefined : exitOf(otherwise);
  }
  const code = /^exit\s+(\d+)/.exec(line)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** `echo words`, and where they go. */
const SAY = /^(?:echo(?:\s+-n)?|printf)\s+(.*?)(?:\s*(?:\|\s*tee|>)\s*"?([^\s"]+)"?)?$/;
const PUSH = /^buildah push --digestfile (\S+) (\S+)$/;
const DIGEST = /^crane digest (\S+) > "?([^\s"]+)"?$/;
const COPY = /^cat (\S+) > "?([^\s"]+)"?$/;

/** Follows a script line by line; commands it does not know take no time and succeed. @param env - by which `$NAME` is read in the names of images */
export function runScript(script: string, env: Container['env'] = []): ScriptRun {
  const output: string[] = [];
  const results: Record<string, string> = {};
  const files = new Map<string, string>();
  const write = (target: string, text: string) => {
    files.set(target, text);
    if (target.startsWith(RESULTS)) results[target.slice(RESULTS.length)] = text;
  };
  const digestOf = (image: string) =>
    knownDigest(
      unquote(image).replace(
        /^\$(\w+)$/,
        (all, name) => env.find(each => each.name === name)?.value ?? all,
      ),
    );
  let seconds = 0;
  for (const line of script.split('\n').map(text => text.trim())) {
    const [, words, target] = SAY.exec(line) ?? [];
    if (words !== undefined && target?.startsWith(RESULTS)) write(target, unquote(words));
    else if (words !== undefined) output.push(unquote(words));
    const [, file, pushed] = PUSH.exec(line) ?? [];
    if (file !== undefined && pushed !== undefined) write(file, digestOf(pushed));
    const [, asked, answer] = DIGEST.exec(line) ?? [];
    if (asked !== undefined && answer !== undefined) write(answer, digestOf(asked));
    const [, from, to] = COPY.exec(line) ?? [];
    if (from !== undefined && to !== undefined) write(to, files.get(from) ?? '');
    seconds += Number(/^sleep\s+(\d+)/.exec(line)?.[1] ?? 0);
    const exitCode = exitOf(line);
    if (exitCode !== undefined) return { seconds, exitCode, output, results };
  }
  return { seconds, exitCode: 0, output, results };
}

function entry(key: string, value: string, type: number): RunResult {
  return { key, value, type };
}

function terminatedOf(pod: Pod, { name }: Container): Terminated | undefined {
  const status = pod.status?.containerStatuses?.find(candidate => candidate.name === name);
  return status?.state?.terminated ?? undefined;
}

function before(pod: Pod, container: Container): Container[] {
  const steps = pod.spec.containers.filter(candidate => isStep(pod, candidate));
  return steps.slice(
    0,
    steps.findIndex(({ name }) => name === container.name),
  );
}

/** When the entrypoint let the step begin: all steps before it have ended. Undefined while it waits. */
export function stepStart(pod: Pod, container: Container): number | undefined {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
  const own = status?.state?.running?.startedAt ?? status?.state?.terminated?.startedAt;
  let start = parseTime(own);
  for (const earlier of before(pod, container)) {
    const ended = parseTime(terminatedOf(pod, earlier)?.finishedAt);
    if (ended === undefined || start === undefined) return undefined;
    start = Math.max(start, ended);
  }
  return start;
}

function limitSeconds({ args = [] }: Container): number {
  const at = args.indexOf('-timeout');
  const match = /^(\d+)(s|m|h)/.exec((at < 0 ? undefined : args[at + 1]) ?? '');
  if (match === null) return Infinity;
  return Number(match[1]) * ({ s: 1, m: 60, h: 3_600 }[match[2] ?? 's'] ?? 1);
}

function scripted(
  pod: Pod,
  container: Container,
  image: Ending | undefined,
): Ending & {
  results: Readonly<Record<string, string>>;
} {
  const script = scriptOf(pod, container);
  const run = runScript(script ?? '', container.env);
  if (image !== undefined && image.exitCode !== 0) return { ...image, results: {} };
  const seconds = Math.max(SHORTEST_SECONDS, run.seconds + (image?.seconds ?? 0));
  return {
    seconds,
    jitterSeconds: image?.jitterSeconds ?? 1,
    exitCode: run.exitCode,
    reason: run.exitCode === 0 ? 'Completed' : 'Error',
    cause: 'end',
    results: run.results,
  };
}

/** How the run of a step will end, with what the entrypoint writes then; undefined while it waits for its turn. */
export function stepEnding(
  cluster: Cluster,
  images: ImageCatalog,
  { pod, container }: { pod: Pod; container: Container },
): Ending | undefined {
  const start = stepStart(pod, container);
  if (start === undefined) return undefined;
  const startedAt = entry('StartedAt', new Date(start).toISOString(), INTERNAL);
  if (before(pod, container).some(earlier => terminatedOf(pod, earlier)?.exitCode !== 0))
    return {
      ...{ seconds: 0, jitterSeconds: 0, exitCode: 1, reason: 'Error', cause: 'end' },
      message: JSON.stringify([startedAt, entry('Reason', 'Skipped', INTERNAL)]),
    };
  const ending = scripted(pod, container, containerEnding(cluster, images, { pod, container }));
  const { results, ...rest } = ending;
  if (rest.cause === 'out-of-memory') return rest; // the kernel leaves no time to write
  const limit = limitSeconds(container);
  if (rest.seconds > limit)
    return {
      ...{ seconds: limit, jitterSeconds: 0, exitCode: 1, reason: 'Error', cause: 'end' },
      message: JSON.stringify([startedAt, entry('Reason', 'TimeoutExceeded', INTERNAL)]),
    };
  const written = Object.entries(results).map(([key, value]) => entry(key, value, TASK_RESULT));
  const isContinued = rest.exitCode !== 0 && container.args?.includes('continue');
  const messages = [
    ...written,
    startedAt,
    ...(isContinued ? [entry('ExitCode', String(rest.exitCode), INTERNAL)] : []),
  ];
  return {
    ...rest,
    ...(isContinued ? { exitCode: 0, reason: 'Completed' } : {}),
    message: JSON.stringify(messages),
  };
}
