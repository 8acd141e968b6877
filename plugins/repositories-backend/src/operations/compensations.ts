import { NotFoundError } from '@backstage/errors';
import { tellCompensation } from '@kubemate/operations-common';
import type { Compensation, Phrase, Sentence } from '@kubemate/operations-common';
import type { Done, OperationContext } from '@kubemate/operations-node';
import {
  ownerNameSchema,
  repositoryNameSchema,
  sayRepository,
} from '@kubemate/plugin-repositories-common';
import { z } from 'zod';
import { branchesOf, headOf, logOf } from '../git/Snapshot';
import type { StoredRepository } from '../store/RepositoryStore';
import { nameOf } from './OperationParts';
import type { OperationParts } from './OperationParts';

const MAX_COMMITS = 50;

const placeSchema = z.object({ owner: ownerNameSchema, name: repositoryNameSchema });
const committedSchema = z.object({
  commit: z.string(),
  branch: z.string(),
  isNewBranch: z.boolean().default(false),
});

const gone = (reason?: Sentence) => tellCompensation({ state: 'gone', reason });
const stays = (reason: Sentence) => tellCompensation({ state: 'stays', reason });

/** A repository is deleted, where it is the one that was made then. */
export function createCompensation(parts: OperationParts) {
  return async ({ record, task }: Done, context: OperationContext): Promise<Compensation> => {
    const place = placeSchema.parse(record.input);
    const repository = await find(parts, place, context);
    if (!repository) return gone();
    if (!isOf(repository, record))
      return gone(sayRepository('isAnother', { repository: nameOf(place) }));
    const own = task.flatMap(({ output }) => committedSchema.safeParse(output).data?.commit ?? []);
    const changes = [
      ...(await foreignCommits({ parts, repository, own })),
      ...(await openRequests(parts, repository)),
    ];
    return tellCompensation({
      state: changes.length > 0 ? 'changed' : 'as-made',
      changes,
      counter: { kind: 'operation', operation: 'repositories.delete', input: place },
    });
  };
}

/** A commit goes with a repository of the same task, or with its branch where it has made that. History is not taken back. */
export function commitCompensation(parts: OperationParts) {
  return async ({ record, task }: Done, context: OperationContext): Promise<Compensation> => {
    const place = placeSchema.parse(record.input);
    const isIn = (input: unknown) => {
      const other = placeSchema.safeParse(input).data;
      return other?.owner === place.owner && other.name === place.name;
    };
    if (task.some(each => each.operation === 'repositories.create' && isIn(each.input)))
      return tellCompensation({
        state: 'goes-along',
        reason: sayRepository('goesWith', { repository: nameOf(place) }),
      });
    const repository = await find(parts, place, context);
    if (!repository) return gone();
    const committed = committedSchema.safeParse(record.output).data;
    const branch = committed?.branch ?? branchIn(record.input);
    if (branch === undefined || branch === repository.defaultBranch)
      return stays(sayRepository('historyStays'));
    const head = await headOf(await parts.bare.open(place), branch);
    if (head === undefined) return gone();
    if (committed?.isNewBranch !== true) return stays(sayRepository('branchBefore', { branch }));
    const changes = head === committed.commit ? [] : [sayRepository('branchMoved', { branch })];
    const input = { ...place, branch, expectedHead: head };
    return tellCompensation({
      state: changes.length > 0 ? 'changed' : 'as-made',
      changes,
      counter: { kind: 'operation', operation: 'repositories.delete-branch', input },
    });
  };
}

/** A pull request that is open is closed. */
export function openCompensation(parts: OperationParts) {
  return async ({ record }: Done, context: OperationContext): Promise<Compensation> => {
    const place = placeSchema.parse(record.input);
    const repository = await find(parts, place, context);
    if (!repository) return gone();
    const asked = z.object({ head: z.string() }).parse(record.input);
    const requests = await parts.store.pullRequests(place, 'all');
    const { number } = z.object({ number: z.number().optional() }).parse(record.output ?? {});
    const request = requests.find(each =>
      number === undefined
        ? each.head === asked.head && each.createdAt >= record.createdAt
        : each.number === number,
    );
    if (!request) return gone();
    if (request.state === 'merged')
      return stays(sayRepository('wasMerged', { by: request.endedBy ?? '' }));
    if (request.state === 'closed') return gone(sayRepository('isClosed'));
    const input = { ...place, number: request.number };
    return {
      state: 'as-made',
      changes: [],
      counter: { kind: 'operation', operation: 'repositories.close-pull-request', input },
    };
  };
}

async function find(
  { access }: OperationParts,
  place: z.infer<typeof placeSchema>,
  context: OperationContext,
): Promise<StoredRepository | undefined> {
  try {
    const { offer, ...repository } = await access.get(place, context);
    return repository;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** A run that was cut off has no time at which it ended. */
function isOf(
  { createdBy, createdAt }: StoredRepository,
  { actor, createdAt: from, finishedAt = Infinity }: Done['record'],
): boolean {
  return createdBy === actor && createdAt >= from && createdAt <= finishedAt;
}

function branchIn(input: unknown): string | undefined {
  return z.object({ branch: z.string().optional() }).parse(input).branch;
}

async function foreignCommits(options: {
  parts: OperationParts;
  repository: StoredRepository;
  own: readonly string[];
}): Promise<Phrase[]> {
  const { parts, repository, own } = options;
  const folder = await parts.bare.open(repository);
  const changes: Phrase[] = [];
  for (const { name, head } of await branchesOf(folder)) {
    if (own.includes(head)) continue;
    const commits = await logOf(folder, { range: head, limit: MAX_COMMITS });
    const foreign = commits.filter(({ id }) => !own.includes(id));
    const [newest] = foreign;
    if (!newest) continue;
    const who = newest.author.replace(/ <.*$/, '');
    const code = foreign.length >= MAX_COMMITS ? 'manyCommits' : 'foreignCommits';
    const message = newest.message.split('\n')[0] ?? '';
    changes.push(
      sayRepository(foreign.length === 1 ? 'foreignCommit' : code, {
        ...{ number: foreign.length, branch: name, by: who, message },
      }),
    );
  }
  return changes;
}

async function openRequests(
  { store }: OperationParts,
  repository: StoredRepository,
): Promise<Phrase[]> {
  const requests = await store.pullRequests(repository, 'open');
  return requests.map(({ number, title, author }) =>
    sayRepository('requestOpen', { number, by: author, title }),
  );
}
