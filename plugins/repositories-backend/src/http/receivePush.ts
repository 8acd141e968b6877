import { InputError } from '@backstage/errors';
import { pipeline } from 'node:stream/promises';
import type { BareRepositories } from '../git/BareRepositories';
import { runGit, spawnGit } from '../git/Git';
import { headOf } from '../git/Snapshot';
import { NO_COMMIT } from '../repositories/pushEvent';
import type { PushEvents } from '../repositories/PushEvents';
import { BoundedBody } from './BoundedBody';
import { answerAs, protocolOf } from './gitRouter';
import type { Exchange } from './gitRouter';
import { readPushHead, refusedPush } from './pktLines';
import type { PushHead, RefCommand } from './pktLines';

/** What surrounds the objects of a push. */
const OVERHEAD = 1024 * 1024;

/**
 * Takes a push. What it asks for is read before git sees it: a ref that may not be changed refuses the whole push, with the reason in git's own answer.
 */
export async function receivePush(
  exchange: Exchange,
  { bare, events }: { bare: BareRepositories; events: PushEvents },
): Promise<void> {
  const { request, response, repository, asker, folder } = exchange;
  const body = new BoundedBody(request, { maxBytes: bare.maxPushBytes + OVERHEAD });
  const head = await readHead(body);
  const isEmpty = (await headOf(folder, repository.defaultBranch)) === undefined;
  const why = ({ ref, after }: RefCommand): string | undefined => {
    if (!/^refs\/(?:heads|tags)\//.test(ref)) return 'only branches and tags can be pushed';
    if (ref !== `refs/heads/${repository.defaultBranch}`) return undefined;
    if (after === NO_COMMIT) return 'the default branch cannot be deleted';
    if (!repository.protectDefaultBranch || isEmpty) return undefined;
    return `${repository.defaultBranch} is protected: push a branch and open a pull request`;
  };
  if (head.commands.some(command => why(command) !== undefined)) {
    for await (const chunk of body.rest()) void chunk;
    answerAs(response, 'application/x-git-receive-pack-result');
    response.end(refusedPush(head, why));
    return;
  }
  const answer = await receive(exchange, body);
  const changes = await moved(folder, head.commands);
  // Told before the client hears of it, so that whoever pushes and then asks finds it known.
  await events.moved(repository, asker.viewer.userEntityRef, changes);
  answerAs(response, 'application/x-git-receive-pack-result');
  response.end(answer);
}

async function readHead(body: BoundedBody): Promise<PushHead> {
  for (;;) {
    const head = readPushHead(body.head);
    if (head) return head;
    if (!(await body.more())) throw new InputError('The push ended before it began');
  }
}

async function receive(
  { request, folder, signal }: Pick<Exchange, 'request' | 'folder' | 'signal'>,
  body: BoundedBody,
): Promise<Buffer> {
  const child = spawnGit(['receive-pack', '--stateless-rpc', folder], {
    signal,
    environment: protocolOf(request),
  });
  const chunks: Buffer[] = [];
  const closed = new Promise<void>(resolve => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  child.stderr.resume();
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const sent = pipeline(body.rest(), child.stdin).catch((error: unknown) => {
    // Git ends early where it has said why; a body that is too long is the portal's own to refuse.
    if (error instanceof InputError) child.kill('SIGKILL');
    return error;
  });
  const [problem] = await Promise.all([sent, closed]);
  if (problem instanceof InputError) throw problem;
  signal.throwIfAborted();
  return Buffer.concat(chunks);
}

/** Commands that git has carried out. */
async function moved(folder: string, commands: readonly RefCommand[]): Promise<RefCommand[]> {
  if (commands.length === 0) return [];
  const { output } = await runGit(
    ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads/', 'refs/tags/'],
    { repository: folder },
  );
  const now = new Map(
    output
      .toString('utf8')
      .split('\n')
      .map(line => [line.slice(41), line.slice(0, 40)]),
  );
  return commands.filter(({ ref, after }) => (now.get(ref) ?? NO_COMMIT) === after);
}
