import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ClusterState } from '@kubemate/kube-node';
import { sayOperation } from '@kubemate/operations-common';
import type {
  Guard,
  OperationContract,
  OperationTarget,
  Phrase,
} from '@kubemate/operations-common';
import { z } from 'zod';

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

const ruleSchema = z.strictObject({
  operations: z.array(z.string().min(1)).optional(),
  effects: z.array(z.enum(['read', 'write', 'destroy'])).optional(),
  clusters: z.array(z.string()).optional(),
  clusterLabels: z.record(z.string(), z.string()).optional(),
  require: z.enum(['typed', 'approval', 'nothing']),
  expiresIn: z
    .string()
    .regex(/^[1-9]\d{0,4}[smhd]$/, 'must be a number with s, m, h or d')
    .default('24h'),
});

const operationsConfigSchema = z.strictObject({
  askWhom: z.string().min(1).max(200).optional(),
  guards: z.array(ruleSchema).optional(),
  keepDays: z.number().int().min(1).max(36_500).default(400),
});

export type GuardRule = z.output<typeof ruleSchema>;
export type OperationsConfig = z.output<typeof operationsConfigSchema>;

/** What destroys something in production asks twice, where nobody has decided otherwise. */
const DEFAULT_GUARDS: readonly GuardRule[] = [
  {
    effects: ['destroy'],
    clusterLabels: { environment: 'prod' },
    require: 'typed',
    expiresIn: '24h',
  },
];

const BY_CONTRACT: GuardRule = { require: 'typed', expiresIn: '24h' };

/** @throws InputError naming the key of a bad entry */
export function readOperationsConfig(
  config: RootConfigService,
): OperationsConfig & { readonly guards: readonly GuardRule[] } {
  const parsed = operationsConfigSchema.safeParse(config.getOptional('kubemate.operations') ?? {});
  if (parsed.success) return { ...parsed.data, guards: parsed.data.guards ?? [...DEFAULT_GUARDS] };
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${['kubemate', 'operations', ...path].join('.')}: ${message}`,
  );
  throw new InputError(issues.join('; '));
}

type Told<G extends Guard> = G extends Guard ? Omit<G, 'why'> & { why: Phrase } : never;

/** What stands before the operation, by the first rule that matches; then by the contract. */
export function guardFor(options: {
  readonly rules: readonly GuardRule[];
  readonly contract: Pick<OperationContract, 'name' | 'effect' | 'typed'>;
  readonly target: OperationTarget;
  readonly cluster: Pick<ClusterState, 'name' | 'labels'> | undefined;
}): Told<Guard> | undefined {
  const { rules, contract, target, cluster } = options;
  const rule =
    rules.find(candidate => matches(candidate, { contract, cluster })) ??
    (contract.typed ? BY_CONTRACT : undefined);
  if (rule === undefined || rule.require === 'nothing') return undefined;
  const why = cluster
    ? sayOperation(contract.effect === 'destroy' ? 'guardTakesOn' : 'guardedOn', {
        cluster: cluster.name,
      })
    : sayOperation(rule === BY_CONTRACT ? 'guardTakes' : 'guarded');
  if (rule.require === 'typed') return { kind: 'typed', text: target.name, why };
  return { kind: 'approval', expiresInSeconds: seconds(rule.expiresIn), why };
}

function matches(
  rule: GuardRule,
  {
    contract,
    cluster,
  }: {
    contract: Pick<OperationContract, 'name' | 'effect'>;
    cluster: Pick<ClusterState, 'name' | 'labels'> | undefined;
  },
): boolean {
  if (rule.operations && !rule.operations.some(pattern => matchesName(pattern, contract.name)))
    return false;
  if (rule.effects && !rule.effects.includes(contract.effect)) return false;
  if (rule.clusters && !(cluster && rule.clusters.includes(cluster.name))) return false;
  return Object.entries(rule.clusterLabels ?? {}).every(
    ([key, value]) => cluster?.labels[key] === value,
  );
}

function matchesName(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function seconds(text: string): number {
  const unit = text.slice(-1);
  const factor = unit === 's' || unit === 'm' || unit === 'h' || unit === 'd' ? UNITS[unit] : 1;
  return Number(text.slice(0, -1)) * factor;
}
