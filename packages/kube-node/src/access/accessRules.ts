import { z } from 'zod';

const ruleSchema = z.object({
  verbs: z.array(z.string()).nullish(),
  apiGroups: z.array(z.string()).nullish(),
  resources: z.array(z.string()).nullish(),
  resourceNames: z.array(z.string()).nullish(),
});

const rulesReviewSchema = z.object({
  status: z.object({
    resourceRules: z.array(ruleSchema).nullish(),
    incomplete: z.boolean().nullish(),
    evaluationError: z.string().nullish(),
  }),
});

/** Servers before 1.33 say so to everyone; the node authorizer grants to kubelets alone, which nobody here is. */
const NODE_AUTHORIZER_NOTE = 'node authorizer does not support user rule resolution';

interface Rule {
  readonly verbs: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
  /** Undefined where the rule holds for every name. */
  readonly names: ReadonlySet<string> | undefined;
}

/** What a SelfSubjectRulesReview says somebody may do in one namespace. */
export class AccessRules {
  private constructor(
    private readonly rules: readonly Rule[],
    /** Whether an authorizer could not tell its rules, so that a no means nothing. */
    readonly incomplete: boolean,
  ) {}

  /** @throws TypeError where the answer is not a rules review */
  static parse(review: unknown): AccessRules {
    const parsed = rulesReviewSchema.safeParse(review);
    if (!parsed.success) throw new TypeError('not a SelfSubjectRulesReview');
    const { resourceRules, incomplete, evaluationError } = parsed.data.status;
    const rules = (resourceRules ?? []).map(rule => ({
      verbs: new Set(rule.verbs ?? []),
      groups: new Set(rule.apiGroups ?? []),
      resources: new Set(rule.resources ?? []),
      names: rule.resourceNames?.length ? new Set(rule.resourceNames) : undefined,
    }));
    return new AccessRules(
      rules,
      Boolean(incomplete) && evaluationError?.trim() !== NODE_AUTHORIZER_NOTE,
    );
  }

  /**
   * Whether the rules grant a verb on the whole collection. A rule for certain names does not: the API server compares them with
   * the name of the request, and a list has none.
   */
  grants(verb: string, { group, plural }: { group: string; plural: string }): boolean {
    return this.rules.some(
      rule =>
        has(rule.verbs, verb) &&
        has(rule.groups, group) &&
        has(rule.resources, plural) &&
        (rule.names === undefined || rule.names.has('')),
    );
  }

  /** Verbs granted on the type, be it on certain names only. */
  verbsOn(
    { group, plural }: { group: string; plural: string },
    served: readonly string[],
  ): readonly string[] {
    const rules = this.rules.filter(rule => has(rule.groups, group) && has(rule.resources, plural));
    return served.filter(verb => rules.some(rule => has(rule.verbs, verb)));
  }
}

function has(values: ReadonlySet<string>, value: string): boolean {
  return values.has('*') || values.has(value);
}
