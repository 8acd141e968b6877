import type { RootConfigService } from '@backstage/backend-plugin-api';
import { readConfigList } from '@kubemate/upstream-node';
import { z } from 'zod';
import { parseHostedName } from './hostedName';

/** Who somebody is, as far as it counts for what is theirs. */
export interface GitPerson {
  readonly user: string;
  readonly groups: readonly string[];
}

export interface GitRule {
  /** `github.com/acme` or `github.com/acme/deploy`, in lower case. */
  readonly path: string;
  readonly owners: readonly string[];
  readonly readers: readonly string[];
}

const people = z
  .array(
    z.string().regex(/^(\*|(group|user):[a-z0-9][-a-z0-9]*\/[a-z0-9][-._a-z0-9]*)$/, {
      error: 'must be the ref of a group or user, such as group:default/shop-team, or *',
    }),
  )
  .default([]);

const entrySchema = z.strictObject({
  url: z.string().transform((url, context) => {
    const name = parseHostedName(url, { atLeast: 0 });
    if (name !== undefined) return name.key;
    context.addIssue({
      code: 'custom',
      message: 'must be the address of a repository or of what holds some, without .git',
    });
    return z.NEVER;
  }),
  owners: people,
  readers: people,
});

/**
 * Who may see and change which repository of another host. That host knows only the credential of the portal's integration, and what a component is promoted through
 * is said by its own entity, which anybody may write: so of the entries that hold a repository the longest counts, and where none does nobody reaches it.
 */
export class GitAccess {
  readonly #rules: readonly GitRule[];

  constructor(rules: readonly GitRule[]) {
    this.#rules = rules;
  }

  get hosts(): readonly string[] {
    return [...new Set(this.#rules.map(({ path }) => path.split('/')[0] ?? ''))];
  }

  mayRead(key: string, person: GitPerson): boolean {
    const rule = this.#ruleOf(key);
    return rule !== undefined && isAmong(person, [...rule.owners, ...rule.readers]);
  }

  mayWrite(key: string, person: GitPerson): boolean {
    const rule = this.#ruleOf(key);
    return rule !== undefined && isAmong(person, rule.owners);
  }

  ownersOf(key: string): readonly string[] {
    return this.#ruleOf(key)?.owners ?? [];
  }

  #ruleOf(key: string): GitRule | undefined {
    return this.#rules
      .filter(({ path }) => key === path || key.startsWith(`${path}/`))
      .reduce<GitRule | undefined>(
        (best, rule) => (best === undefined || rule.path.length > best.path.length ? rule : best),
        undefined,
      );
  }
}

const MAX_RULES = 500;

/**
 * `kubemate.pipelines.gitRepositories`: whose repositories on other git hosts are.
 * @throws InputError naming the key of each bad entry
 */
export function readGitAccess(config: Pick<RootConfigService, 'getOptional'>): GitAccess {
  const rules = readConfigList(config, {
    ...{ key: 'kubemate.pipelines.gitRepositories', entry: entrySchema, max: MAX_RULES },
    nameOf: ({ url }) => url,
  });
  return new GitAccess(rules.map(({ url: path, ...rest }) => ({ path, ...rest })));
}

function isAmong({ user, groups }: GitPerson, refs: readonly string[]): boolean {
  return refs.some(ref => ref === '*' || ref === user || groups.includes(ref));
}
