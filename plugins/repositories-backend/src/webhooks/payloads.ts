import type { Commit, PullRequest, RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { NO_COMMIT } from '../repositories/pushEvent';
import type { PushEvent } from '../repositories/pushEvent';
import type { StoredRepository } from '../store/RepositoryStore';

interface Told {
  readonly repository: StoredRepository;
  readonly cloneUrl: string;
  /** Where people look at it. */
  readonly pageUrl: string;
  /** Entity ref of the person who did it. */
  readonly sender: string;
}

/** Fields of GitHub's `push` event, as far as they mean something here: https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
export function pushPayload(
  { ref, before, after }: Pick<PushEvent, 'ref' | 'before' | 'after'>,
  { commits, isCut, ...told }: Told & { commits: readonly Commit[]; isCut: boolean },
) {
  const listed = commits.map(({ id, message, author, at }) => ({
    ...{ id, message, timestamp: new Date(at).toISOString(), author: { name: author } },
    url: `${told.pageUrl}/commits/${id}`,
  }));
  return {
    ...{ ref, before, after, created: before === NO_COMMIT, deleted: after === NO_COMMIT },
    compare: `${told.pageUrl}/commits/${after}`,
    // The oldest first, as there.
    ...{ commits: [...listed].reverse(), commits_truncated: isCut, head_commit: listed[0] ?? null },
    pusher: { name: nameOf(told.sender) },
    ...common(told),
  };
}

/** Fields of GitHub's `pull_request` event. */
export function pullRequestPayload(
  action: 'opened' | 'closed',
  {
    request,
    heads,
    ...told
  }: Told & {
    request: PullRequest;
    heads: { readonly head?: string; readonly base?: string };
  },
) {
  const { number, title, body, state, author, mergeCommit } = request;
  return {
    ...{ action, number },
    pull_request: {
      ...{ number, title, body, state: state === 'open' ? 'open' : 'closed' },
      ...{ merged: state === 'merged', merge_commit_sha: mergeCommit ?? null },
      html_url: `${told.pageUrl}/pulls/${number}`,
      user: { login: nameOf(author) },
      head: { ref: request.head, sha: heads.head ?? null },
      base: { ref: request.base, sha: heads.base ?? null },
    },
    ...common(told),
  };
}

/** What GitHub calls a ping: somebody asks whether the address answers. */
export function pingPayload(webhook: { id: string; events: readonly string[] }, told: Told) {
  const { id, events } = webhook;
  return { zen: 'The portal can tell you.', hook_id: id, hook: { id, events }, ...common(told) };
}

function common({ repository, cloneUrl, pageUrl, sender }: Told) {
  const { owner, name, defaultBranch, visibility, description = null } = repository;
  return {
    repository: {
      ...{ name, full_name: fullName(repository), description, default_branch: defaultBranch },
      ...{ private: visibility === 'private', clone_url: cloneUrl, html_url: pageUrl },
      owner: { login: owner, name: owner },
    },
    sender: { login: nameOf(sender) },
  };
}

function fullName({ owner, name }: RepositoryPlace): string {
  return `${owner}/${name}`;
}

function nameOf(ref: string): string {
  return ref.replace(/^user:default\//, '');
}
