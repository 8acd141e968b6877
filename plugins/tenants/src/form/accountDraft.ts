import { tenantSpecSchema } from '@kubemate/plugin-tenants-common';
import type { TenantSpec } from '@kubemate/plugin-tenants-common';

const accountsSchema = tenantSpecSchema.shape.serviceAccounts;

type ServiceAccount = TenantSpec['serviceAccounts'][number];

/** A service account as it is edited. */
export interface AccountDraft extends Readonly<ServiceAccount> {
  readonly id: number;
}

export type AccountProblem = 'missing' | 'invalid' | 'twice';

export function draftAccounts(accounts: TenantSpec['serviceAccounts']): readonly AccountDraft[] {
  return accounts.map((account, id) => ({ id, ...account }));
}

export function addAccount(accounts: readonly AccountDraft[]): readonly AccountDraft[] {
  const id = Math.max(-1, ...accounts.map(account => account.id)) + 1;
  return [...accounts, { id, name: '', imagePullSecrets: [] }];
}

export function toAccounts(accounts: readonly AccountDraft[]): TenantSpec['serviceAccounts'] {
  return accounts.map(({ name, imagePullSecrets }) => ({
    name,
    imagePullSecrets: [...imagePullSecrets],
  }));
}

/** What is wrong with each line, by its id. */
export function accountProblems(
  accounts: readonly AccountDraft[],
): ReadonlyMap<number, AccountProblem> {
  const problems = new Map<number, AccountProblem>();
  const seen = new Set<string>();
  for (const { id, name } of accounts) {
    if (name === '') problems.set(id, 'missing');
    else if (!accountsSchema.safeParse([{ name }]).success) problems.set(id, 'invalid');
    else if (seen.has(name)) problems.set(id, 'twice');
    seen.add(name);
  }
  return problems;
}
