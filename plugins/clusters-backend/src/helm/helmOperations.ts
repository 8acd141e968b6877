import { ConflictError, isError } from '@backstage/errors';
import type { ObjectDiff, OperationTarget, Phrase, Sentence } from '@kubemate/operations-common';
import { defineOperation } from '@kubemate/operations-node';
import type { AnyOperation, Need, OperationContext } from '@kubemate/operations-node';
import {
  clustersOperations,
  helmReleaseRefSchema,
  sayObject,
  type HelmReleaseRef,
  type RevealedRevision,
} from '@kubemate/plugin-clusters-common';
import { stringify } from 'yaml';
import { z } from 'zod';
import { SECRETS } from '../commonKinds';
import { applyMergePatch } from '../operations/mergePatch';
import { needOn } from '../operations/namedObject';
import { manifestObjects } from './manifestObjects';
import { performRollback, type RollbackState } from './performRollback';
import { ReleaseReader, type RevealedRelease } from './ReleaseReader';
import { headOf, secretRef } from './releaseSecret';
import { leftovers, placed, planSteps } from './releaseSteps';

const { revealHelmRelease: revealContract, rollbackHelmRelease: rollbackContract } =
  clustersOperations;

/** A read that is recorded: values and manifest are in the answer, and nowhere else. */
const revealHelmRelease = defineOperation({
  contract: revealContract,
  secretOutput: true,
  target: ({ release }) => targetOf(release),
  needs: async ({ release, revisions }) =>
    revisions.map(revision => secretNeed(release, { verb: 'get', revision })),
  async plan({ release, revisions }, { kube, viewer }) {
    for (const revision of revisions) await kube.get(secretRef(release, revision), viewer);
    return {
      summary: sayObject('helmShow', { revisions: both(revisions), release: release.name }),
      diff: [],
      state: undefined,
    };
  },
  async run({ release, revisions }, context) {
    const reader = new ReleaseReader(context);
    const revealed = await Promise.all(revisions.map(revision => reader.read(release, revision)));
    return { output: { revisions: revealed.map(revealedRevision) } };
  },
});

function both([first, second]: readonly number[]): Sentence {
  return second === undefined ? String(first) : sayObject('two', { first: String(first), second });
}

function revealedRevision({ release }: RevealedRelease): RevealedRevision {
  const { config, chart, manifest, info } = release;
  const given = config ?? {};
  return {
    ...headOf(release),
    values: toYaml(given),
    allValues: toYaml(applyMergePatch(chart?.values ?? {}, given)),
    manifest,
    notes: info.notes ?? '',
  };
}

function toYaml(values: object): string {
  return Object.keys(values).length === 0 ? '' : stringify(values, { lineWidth: 0 });
}

const undoSchema = z.object({
  release: helmReleaseRefSchema,
  revision: z.number(),
  made: z.number(),
});

const rollbackHelmRelease = defineOperation({
  contract: rollbackContract,
  target: ({ release }) => targetOf(release),
  async needs({ release, revision }, context) {
    const own = [
      secretNeed(release, { verb: 'list' }),
      secretNeed(release, { verb: 'get', revision }),
      secretNeed(release, { verb: 'create' }),
      secretNeed(release, { verb: 'update', revision }),
    ];
    return [...own, ...(await objectNeeds({ release, revision }, context))];
  },
  async plan({ release, revision }, context) {
    const reader = new ReleaseReader(context);
    const known = await reader.revisions(release);
    const newest = known[0]?.revision ?? 0;
    const named = { release: release.name, revision };
    if (!known.some(each => each.revision === revision)) {
      const refusal = sayObject('helmNoRevision', {
        ...{ revision, known: known.map(each => each.revision).join(', ') },
      });
      return { summary: sayObject('helmRollback', named), diff: [], refusal, state: undefined };
    }
    const current = await reader.read(release, newest);
    const target = await reader.read(release, revision);
    const manifests = {
      release,
      current: current.release.manifest,
      target: target.release.manifest,
    };
    const { steps, diff, warnings } = await planSteps(manifests, context);
    return {
      summary: sayObject('helmRollbackAs', { ...named, next: newest + 1 }),
      diff: [releaseDiff(release, { current, target }), ...diff],
      warnings: [...warnings, ...releaseWarnings({ current, target })],
      state: { current, target, steps },
    };
  },
  async run({ release }, { state, ...context }) {
    if (state === undefined) throw new ConflictError('There was no plan for it');
    return outcome(release, state, context);
  },
  /** Another rollback, to what there was before: the history grows, and tells both. */
  async undo(data, context) {
    const { release, revision, made } = undoSchema.parse(data);
    const reader = new ReleaseReader(context);
    const newest = (await reader.revisions(release))[0]?.revision ?? 0;
    if (newest !== made)
      throw new ConflictError(
        `Revision ${newest} of ${release.name} came after it; roll back by hand`,
      );
    const current = await reader.read(release, newest);
    const target = await reader.read(release, revision);
    const { steps } = await planSteps(
      { release, current: current.release.manifest, target: target.release.manifest },
      context,
    );
    const { results } = await performRollback(release, { current, target, steps }, context);
    return { results };
  },
});

async function outcome(
  release: HelmReleaseRef,
  state: RollbackState,
  context: Parameters<typeof performRollback>[2],
) {
  const { revision, results } = await performRollback(release, state, context);
  const undo = { release, revision: state.current.release.version, made: revision };
  return { results, output: { revision }, undo };
}

/** Rights on the objects of both manifests; none where they cannot be read, which the rights on the Secrets then say. */
async function objectNeeds(
  { release, revision }: { release: HelmReleaseRef; revision: number },
  context: OperationContext,
): Promise<Need[]> {
  try {
    const reader = new ReleaseReader(context);
    const newest = (await reader.revisions(release))[0]?.revision ?? revision;
    const [current, target] = await Promise.all(
      [newest, revision].map(async each => (await reader.read(release, each)).release.manifest),
    );
    const manifests = { release, current: current ?? '', target: target ?? '' };
    const kept = await Promise.all(
      manifestObjects(manifests.target).map(object => placed(object, { release, context })),
    );
    const gone = await Promise.all(
      leftovers(manifests).map(object => placed(object, { release, context })),
    );
    return [
      ...kept.flatMap(named => [needOn(named, 'get'), needOn(named, 'patch')]),
      ...gone.map(named => needOn(named, 'delete')),
    ];
  } catch (error) {
    if (isError(error) && ['NotAllowedError', 'NotFoundError'].includes(error.name)) return [];
    throw error;
  }
}

function secretNeed(
  release: HelmReleaseRef,
  { verb, revision }: { verb: string; revision?: number },
): Need {
  const { cluster, namespace } = release;
  const { group, plural } = SECRETS;
  const name = revision === undefined ? undefined : secretRef(release, revision).name;
  return {
    access: { cluster, verb, namespace, resource: { group, plural }, name },
    target: { cluster, namespace, apiVersion: 'v1', kind: 'Secret', name: name ?? release.name },
  };
}

function targetOf({ cluster, namespace, name }: HelmReleaseRef): OperationTarget {
  return { cluster, namespace, kind: 'HelmRelease', name };
}

interface Both {
  readonly current: RevealedRelease;
  readonly target: RevealedRelease;
}

/** The release itself: what makes a plan void where somebody has upgraded it since. */
function releaseDiff(release: HelmReleaseRef, { current, target }: Both): ObjectDiff {
  const head = ({ release: { version, chart } }: RevealedRelease) => ({
    revision: version,
    chart: `${chart?.metadata?.name ?? 'unknown'} ${chart?.metadata?.version ?? ''}`.trim(),
    appVersion: chart?.metadata?.appVersion,
  });
  const before = head(current);
  const after = { ...head(target), revision: before.revision + 1 };
  const paths = ['revision', 'chart', 'appVersion'] as const;
  return {
    target: targetOf(release),
    before: stringify(before),
    after: stringify(after),
    changes: paths
      .filter(path => before[path] !== after[path])
      .map(path => ({ path, before: before[path], after: after[path] })),
  };
}

function releaseWarnings({ current, target }: Both): Phrase[] {
  const { status } = current.release.info;
  const hooks = (target.release.hooks ?? []).filter(({ events }) =>
    events?.some(event => event === 'pre-rollback' || event === 'post-rollback'),
  );
  return [
    ...(status.startsWith('pending-')
      ? [sayObject('helmPending', { revision: current.release.version, status })]
      : []),
    ...(hooks.length > 0
      ? [sayObject('helmHooks', { names: hooks.map(({ name }) => name ?? '?').join(', ') })]
      : []),
    sayObject('helmDataStays'),
  ];
}

/** What is done to Helm releases. */
export const helmOperations = [revealHelmRelease, rollbackHelmRelease].map(
  // Each definition's methods take what its own contract has parsed, which this type does not say.
  operation => operation as unknown as AnyOperation,
);
