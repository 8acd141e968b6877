import type { Health, Row } from '@kubemate/kube-common';
import * as kinds from '../commonKinds';
import type { CommonKind } from '../commonKinds';
import { WATCHED } from './FleetRows';
import { servicesWithoutPods } from './servicesWithoutPods';

/** Something that needs somebody. */
export interface AttentionItem {
  readonly resource: string;
  readonly kind: string;
  /** The object's row, with the health and the reason of the worst that it is answerable for. */
  readonly row: Row;
  /** Creation of the newest object in trouble. */
  readonly since: number;
}

interface Entry {
  readonly kind: CommonKind;
  readonly row: Row;
}

/** An object that answers for itself and for what it owns, and all of these that are in trouble. */
interface Trouble {
  readonly top: Entry;
  readonly members: Entry[];
}

const SEVERITY: Partial<Record<Health, number>> = { failed: 2, warning: 1 };
/** Owners that are well on purpose or on the whole; what is left of their broken pods needs nobody. */
const WELL: ReadonlySet<Health> = new Set(['ok', 'idle']);

/**
 * What needs somebody, worst and newest first. A broken pod speaks for the workload that owns it, so that one rollout
 * gone wrong is one item; under an owner that is well it is left out, as are the remains of evictions.
 */
export function findAttention(rows: ReadonlyMap<string, readonly Row[]>): AttentionItem[] {
  const entries = WATCHED.flatMap(kind =>
    (rows.get(kind.resource) ?? []).map((row): Entry => ({ kind, row })),
  );
  const owners = indexOwners(entries);
  const troubles = new Map<string, Trouble>();
  for (const entry of entries) {
    if (SEVERITY[entry.row.health] === undefined) continue;
    const top = topOwner(entry, owners);
    if (top !== entry && WELL.has(top.row.health)) continue;
    const key = keyOf(top.row, top.kind.kind);
    const trouble = troubles.get(key);
    if (trouble === undefined) troubles.set(key, { top, members: [entry] });
    else trouble.members.push(entry);
  }
  const orphans = servicesWithoutPods(rows).map(row =>
    toItem(
      { kind: kinds.SERVICES, row },
      { health: 'warning', reason: 'NoEndpoints', since: row.created },
    ),
  );
  return [...[...troubles.values()].map(judge), ...orphans].sort(compare);
}

/**
 * A workload's own health stands where it is in trouble itself. The reason is that of its worst pod where it has one:
 * `CrashLoopBackOff` says more than `MinimumReplicasUnavailable`.
 */
function judge({ top, members }: Trouble): AttentionItem {
  const worstFirst = [...members].sort((a, b) => severity(b.row) - severity(a.row));
  const [worst = top] = worstFirst;
  const speaker = worstFirst.find(({ kind }) => kind === kinds.PODS) ?? worst;
  const health = severity(top.row) > 0 ? top.row.health : worst.row.health;
  const since = members.reduce((newest, { row }) => Math.max(newest, row.created), 0);
  return toItem(top, { health, reason: speaker.row.reason ?? top.row.reason, since });
}

function toItem(
  { kind, row }: Entry,
  { since, ...state }: Pick<Row, 'health' | 'reason'> & { since: number },
): AttentionItem {
  return { resource: kind.resource, kind: kind.kind, row: { ...row, ...state }, since };
}

function severity({ health }: Row): number {
  return SEVERITY[health] ?? 0;
}

function compare(a: AttentionItem, b: AttentionItem): number {
  return (
    severity(b.row) - severity(a.row) || b.since - a.since || a.row.name.localeCompare(b.row.name)
  );
}

function keyOf(row: Pick<Row, 'cluster' | 'namespace'> & { name: string }, kind: string): string {
  return `${row.cluster}\n${row.namespace ?? ''}\n${kind}\n${row.name}`;
}

const OWNERS: ReadonlySet<CommonKind> = new Set([
  kinds.DEPLOYMENTS,
  kinds.STATEFUL_SETS,
  kinds.DAEMON_SETS,
  kinds.REPLICA_SETS,
  kinds.JOBS,
  kinds.CRON_JOBS,
]);

function indexOwners(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const owners = new Map<string, Entry>();
  for (const entry of entries) {
    if (OWNERS.has(entry.kind)) owners.set(keyOf(entry.row, entry.kind.kind), entry);
  }
  return owners;
}

/** Pod → ReplicaSet → Deployment, Pod → Job → CronJob: as far up as the viewer sees. */
function topOwner(entry: Entry, owners: ReadonlyMap<string, Entry>): Entry {
  let top = entry;
  for (let step = 0; step < 3 && top.row.owner !== undefined; step++) {
    const { kind, name } = top.row.owner;
    const owner = owners.get(keyOf({ ...top.row, name }, kind));
    if (owner === undefined) break;
    top = owner;
  }
  return top;
}
