import type { KubeObject } from '../kubeObject';
import type { PipelineRun } from '../shapes/tekton';

/** Why a run was started, by whom, and which commit it is about. */
export interface TektonOrigin {
  readonly trigger: 'manual' | 'push' | 'pull-request' | 'schedule' | 'rerun' | 'unknown';
  readonly by: string | null;
  readonly repository: string | null;
  readonly branch: string | null;
  readonly commit: string | null;
}

const PAC = 'pipelinesascode.tekton.dev';
const REPOSITORY_PARAMS = ['repo-url', 'git-url', 'repo_url', 'repository', 'url'];
const COMMIT_PARAMS = ['commit', 'git-commit', 'commit-sha', 'sha'];
const BRANCH_PARAMS = ['branch', 'git-branch', 'revision', 'git-revision'];
const SHA = /^[0-9a-f]{40}$|^[0-9a-f]{64}$/;

/**
 * Reads what starts runs leaves on them: labels and annotations of Pipelines as Code, of Tekton Triggers, of the Tekton Dashboard and of the
 * portal; else the parameters that the Tekton catalog's tasks use for git.
 */
export function tektonOrigin(run: PipelineRun): TektonOrigin {
  const { labels, annotations } = run.metadata;
  const noted = (key: string) => annotations?.[key] || labels?.[key] || null;
  const params = new Map(
    run.spec?.params?.flatMap(({ name, value }) =>
      name !== undefined && typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  );
  const param = (names: readonly string[]) =>
    names.map(name => params.get(name)).find(value => value !== undefined) ?? null;
  const revision = param(BRANCH_PARAMS);
  const revisionIsCommit = revision !== null && SHA.test(revision);
  return {
    ...triggerOf(run.metadata),
    repository: noted(`${PAC}/repo-url`) ?? param(REPOSITORY_PARAMS),
    branch:
      shortBranch(noted(`${PAC}/source-branch`) ?? noted(`${PAC}/branch`)) ??
      (revisionIsCommit ? null : shortBranch(revision)),
    commit: noted(`${PAC}/sha`) ?? param(COMMIT_PARAMS) ?? (revisionIsCommit ? revision : null),
  };
}

function triggerOf({
  labels = {},
  annotations = {},
}: KubeObject['metadata']): Pick<TektonOrigin, 'trigger' | 'by'> {
  const startedBy = annotations['kubemate.io/started-by'] ?? null;
  if (annotations['kubemate.io/rerun-of'] !== undefined || labels['dashboard.tekton.dev/rerunOf'])
    return { trigger: 'rerun', by: startedBy };
  if (startedBy !== null) return { trigger: 'manual', by: startedBy };
  const event = labels[`${PAC}/event-type`] ?? annotations[`${PAC}/event-type`];
  if (event !== undefined) {
    const by = annotations[`${PAC}/sender`] ?? labels[`${PAC}/sender`] ?? null;
    return { trigger: /pull|merge/i.test(event) ? 'pull-request' : eventOf(event), by };
  }
  const listener = labels['triggers.tekton.dev/eventlistener'];
  if (listener === undefined) return { trigger: 'unknown', by: null };
  return { trigger: eventOf(labels['triggers.tekton.dev/trigger'] ?? ''), by: listener };
}

/** Triggers are named by people, who name them after the event. */
function eventOf(text: string): TektonOrigin['trigger'] {
  if (/pull|merge|\bpr\b/i.test(text)) return 'pull-request';
  if (/cron|schedule|night|daily/i.test(text)) return 'schedule';
  return /push|commit/i.test(text) ? 'push' : 'unknown';
}

function shortBranch(ref: string | null): string | null {
  return ref === null ? null : ref.replace(/^refs\/heads\//, '');
}
