import { stringify } from 'yaml';
import { ConflictError } from '@backstage/errors';
import type {
  ClusterCandidate,
  ClusterProbe,
  ClusterRefusal,
  ClusterRegistrar,
  ClusterSource,
} from '@kubemate/kube-node';
import type { ObjectDiff, OperationTarget, Phrase, Sentence } from '@kubemate/operations-common';
import { defineOperation, type AnyOperation } from '@kubemate/operations-node';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import type { ClusterRecord, ClusterSettings } from './ClusterRecord';
import type { ClusterRegistry } from './ClusterRegistry';
import { expiryOf } from './CredentialVault';

const contracts = clustersOperations;
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

interface RegistryDeps {
  readonly registry: ClusterRegistry;
  readonly registrar: ClusterRegistrar;
}

const settingsSchema = z.object({
  title: z.string(),
  labels: z.record(z.string(), z.string()),
  owner: z.string().optional(),
  identity: z.enum(['impersonate', 'token', 'self']),
  namespaces: z.array(z.string()),
});

type SettingsInput = { readonly [K in keyof ClusterSettings]?: ClusterSettings[K] | undefined } & {
  readonly name: string;
  readonly identity: ClusterSettings['identity'];
};

/** What is left out is empty; a cluster without a title bears its name. */
function settingsOf(input: SettingsInput, namespaces: readonly string[] = []): ClusterSettings {
  const { name, title = name, labels = {}, owner, identity } = input;
  return { title, labels, owner, identity, namespaces: input.namespaces ?? namespaces };
}

/** Adding clusters, and what is done to those that were added. None of them writes to a cluster. */
export function registryOperations(deps: RegistryDeps): readonly AnyOperation[] {
  const { registry, registrar } = deps;
  const look = (source: ClusterSource, options: LookOptions) => lookAt(registrar, source, options);

  const probe = defineOperation({
    contract: contracts.probeCluster,
    target: ({ source }) => ({
      kind: 'Cluster',
      name: source.kind === 'token' ? hostOf(source.server) : source.kind,
    }),
    needs: async () => [],
    plan: async () => ({ summary: sayObject('clusterProbe'), diff: [], state: undefined }),
    async run({ source, trust, identity }, { signal }) {
      const candidate = await registrar.read(source, { trust });
      const found = await registrar.probe(candidate, { identity, signal });
      const { context, contexts } = candidate;
      return { output: { probe: { ...found, context, contexts } } };
    },
  });

  const register = defineOperation({
    contract: contracts.registerCluster,
    target: ({ name }) => targetOf(name),
    needs: async () => [],
    async plan(input, { clock, signal }) {
      const { name, source, trust, identity } = input;
      const refused =
        identityRefusal(registrar.refusal({ name, identity })) ?? keyRefusal(registry, source);
      if (refused !== undefined)
        return refusal(sayObject('clusterAdd', { cluster: name }), refused);
      const found = await look(source, { trust, identity, signal });
      const settings = settingsOf(input, found.candidate.namespaces);
      const after = { name, ...settings, ...addressOf(found.candidate) };
      return {
        summary: sayObject('clusterAddAt', { cluster: name, server: found.probe.server }),
        diff: [diffOf(name, { after })],
        warnings: warningsOf(found, clock.now()),
        refusal: failureOf(found.probe),
        state: { candidate: found.candidate, settings },
      };
    },
    async run({ name }, { state, viewer }) {
      if (!state) throw new ConflictError('the cluster was not probed');
      const { candidate, settings } = state;
      const actor = viewer.userEntityRef;
      const { revision } = await registry.add({ name, ...settings }, { candidate, actor });
      return { undo: { name, revision } };
    },
    async undo(undo) {
      await registry.remove(await unchanged(registry, undo));
      return {};
    },
  });

  return [probe, register, ...changes(deps), ...rotations(deps)].map(asAny);
}

function changes({ registry, registrar }: RegistryDeps) {
  const change = defineOperation({
    contract: contracts.changeCluster,
    target: ({ name }) => targetOf(name),
    needs: async () => [],
    async plan(input) {
      const seen = await registry.get(input.name);
      const settings = settingsOf(input);
      return {
        summary: sayObject('clusterChange', { cluster: input.name }),
        diff: [diffOf(input.name, { before: shown(seen), after: { ...shown(seen), ...settings } })],
        refusal: identityRefusal(
          registrar.refusal({ name: input.name, identity: input.identity }, { registered: true }),
        ),
        state: { seen, settings },
      };
    },
    async run({ name }, { state, viewer }) {
      const { seen, settings } = state;
      const actor = viewer.userEntityRef;
      const { revision } = await registry.change(settings, { actor, seen });
      return { undo: { name, revision, settings: pickSettings(seen) } };
    },
    async undo(undo, { viewer }) {
      const { settings } = z.object({ settings: settingsSchema }).parse(undo);
      const seen = await unchanged(registry, undo);
      await registry.change(settings, { actor: viewer.userEntityRef, seen });
      return {};
    },
  });

  const remove = defineOperation({
    contract: contracts.removeCluster,
    target: ({ name }) => targetOf(name),
    needs: async () => [],
    async plan({ name }) {
      const seen = await registry.get(name);
      return {
        summary: sayObject('clusterRemove', { cluster: name }),
        diff: [diffOf(name, { before: shown(seen) })],
        warnings: [sayObject('clusterForgets'), sayObject('clusterRevoke')],
        state: seen,
      };
    },
    async run(_, { state }) {
      await registry.remove(state);
      return {};
    },
  });
  return [change, remove].map(asAny);
}

function rotations({ registry, registrar }: RegistryDeps) {
  const rotate = defineOperation({
    contract: contracts.rotateClusterCredential,
    target: ({ name }) => targetOf(name),
    needs: async () => [],
    async plan({ name, source, trust }, { clock, signal }) {
      const seen = await registry.get(name);
      const refused = keyRefusal(registry, source);
      const summary = sayObject('clusterRotate', { cluster: name });
      if (refused !== undefined) return refusal(summary, refused);
      // Who pastes a token for the same address goes on to trust what was pinned for it.
      const pinned =
        source.kind === 'token' && sameServer(source.server, seen) ? seen.ca : undefined;
      const { identity } = seen;
      const found = await lookAt(registrar, source, { trust: trust ?? pinned, identity, signal });
      // Of credentials themselves nothing is shown; whose they are is what changes.
      const { kind } = found.candidate.credential;
      const before = { ...shown(seen), credential: `${seen.credentialKind}, kept until now` };
      const after = {
        ...shown(seen),
        ...addressOf(found.candidate),
        credential: `${kind} of ${found.probe.user ?? 'a user that the cluster does not name'}`,
      };
      return {
        summary,
        diff: [diffOf(name, { before, after })],
        seen: seen.rotatedAt,
        warnings: [...movedWarning(seen, found.candidate), ...warningsOf(found, clock.now())],
        refusal: failureOf(found.probe),
        state: { seen, candidate: found.candidate },
      };
    },
    async run(_, { state, viewer }) {
      if (!state) throw new ConflictError('the cluster was not probed');
      await registry.rotate(state.candidate, { actor: viewer.userEntityRef, seen: state.seen });
      return {};
    },
  });
  return [asAny(rotate)];
}

/** Each definition's methods take what its own contract has parsed, which this type does not say. */
function asAny(operation: unknown): AnyOperation {
  return operation as AnyOperation;
}

interface LookOptions {
  readonly trust: string | undefined;
  readonly identity: ClusterSettings['identity'];
  readonly signal: AbortSignal;
}

interface Found {
  readonly candidate: ClusterCandidate;
  readonly probe: ClusterProbe;
}

async function lookAt(
  registrar: ClusterRegistrar,
  source: ClusterSource,
  { trust, identity, signal }: LookOptions,
): Promise<Found> {
  const candidate = await registrar.read(source, { trust });
  return { candidate, probe: await registrar.probe(candidate, { identity, signal }) };
}

function refusal(summary: Sentence, reason: Sentence) {
  return { summary, diff: [], refusal: reason, state: undefined };
}

function identityRefusal(why: ClusterRefusal | undefined): Phrase | undefined {
  if (why === undefined) return undefined;
  return why.kind === 'self'
    ? sayObject('clusterSelf')
    : sayObject('clusterTaken', { cluster: why.cluster });
}

function keyRefusal(registry: ClusterRegistry, { kind }: ClusterSource): string | undefined {
  return kind === 'in-cluster' ? undefined : registry.unavailable;
}

function failureOf({ outcome, steps, server }: ClusterProbe): Phrase | undefined {
  if (outcome !== 'failed') return undefined;
  const reason = steps.find(({ ok }) => !ok)?.reason ?? sayObject('probeFailed');
  return sayObject('clusterUnusable', { server, reason });
}

function warningsOf({ probe, candidate }: Found, now: number): Sentence[] {
  // Why it cannot be used is the refusal, and said once.
  if (probe.outcome === 'failed') return [];
  const warnings: Sentence[] = probe.steps.flatMap(({ ok, reason }) =>
    ok || !reason ? [] : [reason],
  );
  const rights = probe.rights ?? [];
  const missing = rights.filter(({ need, allowed }) => need === 'wanted' && !allowed);
  if (missing.length > 0)
    warnings.push(
      sayObject('credentialMayNot', { rights: missing.map(({ id }) => id).join(', ') }),
    );
  for (const { id } of rights.filter(({ need, allowed }) => need === 'excess' && allowed))
    warnings.push(sayObject('credentialExcess', { right: id }));
  const expiresAt = expiryOf(candidate.credential);
  if (expiresAt !== undefined && expiresAt < now + SOON_DAYS * DAY_MS)
    warnings.push(
      sayObject('credentialEnds', { at: `${new Date(expiresAt).toISOString().slice(0, 16)}Z` }),
    );
  return warnings;
}

function movedWarning({ server }: ClusterRecord, candidate: ClusterCandidate): Phrase[] {
  return sameServer(server, candidate)
    ? []
    : [sayObject('addressChanges', { from: server, to: candidate.server })];
}

function sameServer(server: string, other: { readonly server: string }): boolean {
  return URL.canParse(server) && new URL(server).origin === new URL(other.server).origin;
}

function pickSettings({ title, labels, owner, identity, namespaces }: ClusterSettings) {
  return { title, labels, owner, identity, namespaces };
}

/** @throws ConflictError where somebody has changed the cluster since */
async function unchanged(registry: ClusterRegistry, undo: unknown): Promise<ClusterRecord> {
  const { name, revision } = z.object({ name: z.string(), revision: z.number() }).parse(undo);
  const seen = await registry.get(name);
  if (seen.revision !== revision)
    throw new ConflictError(`cluster ${name} was changed since; change or remove it by hand`);
  return seen;
}

function targetOf(name: string): OperationTarget {
  return { kind: 'Cluster', name, cluster: name };
}

type Shown = Record<string, unknown>;

/** A record as people may see it. */
function shown(record: ClusterRecord): Shown {
  return { name: record.name, ...pickSettings(record), ...addressOf(record) };
}

function addressOf({
  server,
  ca,
  serverName,
}: Pick<ClusterCandidate, 'server' | 'ca' | 'serverName'>) {
  return { server, ca, serverName };
}

function diffOf(name: string, { before, after }: { before?: Shown; after?: Shown }): ObjectDiff {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = keys.filter(
    key => JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]),
  );
  return {
    target: targetOf(name),
    before: before && stringify(before),
    after: after && stringify(after),
    changes:
      before && after
        ? changed.map(key => ({ path: key, before: before[key], after: after[key] }))
        : [],
  };
}

function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).host : 'unknown';
}
