import { NotFoundError } from '@backstage/errors';
import type { ResourceKind } from '@kubemate/kube-common';
import { z } from 'zod';
import { type Caller, type ClusterGateway, PORTAL } from '../gateway/ClusterGateway';
import type { KubernetesIdentity } from '../gateway/viewerIdentity';
import type { AccessAnswer } from '../KubeService';
import type { Clock } from '../reflector/Clock';
import { type NamespaceIds, NamespaceSet } from '../rows/NamespaceSet';
import { FULL_ACCESS, NO_ACCESS, type RowAccess } from '../rows/RowAccess';
import { AccessRules } from './accessRules';
import { DecisionCache } from './DecisionCache';
import { inParallel } from './inParallel';
import { listNamespaces } from './listNamespaces';
import type { RbacWatch } from './RbacWatch';
import { refusal, type AccessQuestion } from './refusal';

/** Reviews of one cluster at once for one question; the transport bounds them over all questions. */
const PARALLEL_REVIEWS = 16;
/** Not a name that a namespace can have: a review in it answers what the whole cluster grants. */
const NO_NAMESPACE = '_cluster';

/** How old an answer may be that a change is decided by, or that a person acts on. */
const FRESH_MS = 3_000;

const accessReviewSchema = z.object({
  status: z.object({ allowed: z.boolean(), reason: z.string().nullish() }),
});
const selfReviewSchema = z.object({
  status: z.object({
    userInfo: z.object({ username: z.string(), groups: z.array(z.string()).nullish() }),
  }),
});

type Kind = Pick<ResourceKind, 'group' | 'plural' | 'namespaced'>;

interface NamespaceRules {
  readonly namespace: string;
  readonly rules: AccessRules;
}

/** Who may what on one cluster, in the words of its API server and never in ours. */
export class ClusterAccess {
  private readonly decisions: DecisionCache;

  constructor(
    private readonly options: {
      gateway: ClusterGateway;
      rbac: RbacWatch;
      ids: NamespaceIds;
      clock: Clock;
      /** Where to look when the portal may not list namespaces. */
      namespaces: readonly string[];
    },
  ) {
    this.decisions = new DecisionCache(options.clock);
    options.rbac.onChange(() => this.decisions.invalidate());
  }

  /** Which rows of a kind a caller may list: what the API server would answer to their list of each namespace, and of all. */
  rowAccess(kind: Kind, caller: Caller): Promise<RowAccess> {
    const key = `${this.options.gateway.callerKey(caller)}\nrows\n${kind.group}/${kind.plural}`;
    return this.decisions.get(key, async () => {
      const question = { verb: 'list', group: kind.group, plural: kind.plural };
      if (await this.may(question, caller)) return FULL_ACCESS;
      if (!kind.namespaced) return NO_ACCESS;
      return this.namespacedAccess(kind, caller);
    });
  }

  /** The namespaces of {@link rowAccess} by name; `all` where it is every one. */
  async listableNamespaces(kind: Kind, caller: Caller): Promise<'all' | readonly string[]> {
    const access = await this.rowAccess(kind, caller);
    if (access.all) return 'all';
    const names = (await this.namespaceRules(caller)).map(({ namespace }) => namespace);
    return names.filter(name => access.namespaces.has(this.options.ids.intern(name)));
  }

  /** Whether a caller may; asked of the server at most once in 30 s. */
  may(question: AccessQuestion, caller: Caller): Promise<boolean> {
    const key = `${this.options.gateway.callerKey(caller)}\nmay\n${JSON.stringify(question)}`;
    return this.decisions.get(key, async () => (await this.ask(question, caller)).allowed);
  }

  /**
   * Whether a caller may, and why (not); at most a few seconds old. A refusal says what the API server would say to the request
   * itself; its reviews leave out the part that the question holds already.
   */
  mayWhy(question: AccessQuestion, caller: Caller): Promise<AccessAnswer> {
    const key = `${this.options.gateway.callerKey(caller)}\nwhy\n${JSON.stringify(question)}`;
    const decide = async (): Promise<AccessAnswer> => {
      const { allowed, reason } = await this.ask(question, caller);
      if (allowed) return { allowed, ...(reason ? { reason } : {}) };
      const { user } = await this.whoAmI(caller);
      return { allowed, reason: refusal(question, { user, reason }) };
    };
    return this.decisions.get(key, decide, FRESH_MS);
  }

  /**
   * Who the API server takes a caller for.
   * @throws NotFoundError where the server is older than 1.28 and the caller is known to it alone
   */
  async whoAmI(caller: Caller): Promise<KubernetesIdentity> {
    const key = `${this.options.gateway.callerKey(caller)}\nself`;
    try {
      return await this.decisions.get(key, async () => {
        const review = await this.review(caller, { kind: 'SelfSubjectReview' });
        const { username, groups } = selfReviewSchema.parse(review).status.userInfo;
        return { user: username, groups: groups ?? [] };
      });
    } catch (error) {
      const known = this.options.gateway.knownIdentity(caller);
      if (known && error instanceof NotFoundError) return known;
      throw error;
    }
  }

  /** For each kind the verbs that a caller has on it somewhere in the cluster. */
  async verbs(
    kinds: readonly ResourceKind[],
    caller: Caller,
  ): Promise<ReadonlyMap<ResourceKind, readonly string[]>> {
    const [cluster, namespaces] = await Promise.all([
      this.rulesIn(NO_NAMESPACE, caller),
      this.namespaceRules(caller),
    ]);
    const everywhere = [...new Set([cluster, ...namespaces.map(({ rules }) => rules)])];
    const result = new Map<ResourceKind, readonly string[]>();
    await inParallel(kinds, PARALLEL_REVIEWS, async kind => {
      const sources = kind.namespaced ? everywhere : [cluster];
      const granted = new Set(sources.flatMap(rules => rules.verbsOn(kind, kind.verbs)));
      const question = { verb: 'list', group: kind.group, plural: kind.plural };
      const unsure = cluster.incomplete && !granted.has('list') && kind.verbs.includes('list');
      if (unsure && (await this.may(question, caller))) granted.add('list');
      result.set(
        kind,
        kind.verbs.filter(verb => granted.has(verb)),
      );
    });
    return result;
  }

  private async namespacedAccess(kind: Kind, caller: Caller): Promise<RowAccess> {
    const { ids } = this.options;
    const all = await this.namespaceRules(caller);
    const namespaces = new NamespaceSet();
    // Many namespaces share one rule set; each is asked once.
    const decided = new Map<AccessRules, boolean>();
    const unsure: string[] = [];
    for (const { namespace, rules } of all) {
      const granted = decided.get(rules) ?? rules.grants('list', kind);
      decided.set(rules, granted);
      if (granted) namespaces.add(ids.intern(namespace));
      else if (rules.incomplete) unsure.push(namespace);
    }
    const { group, plural } = kind;
    await inParallel(unsure, PARALLEL_REVIEWS, async namespace => {
      if (await this.may({ verb: 'list', group, plural, namespace }, caller))
        namespaces.add(ids.intern(namespace));
    });
    return { all: false, namespaces };
  }

  /** The rules of every namespace that could grant a caller more than the cluster does. */
  private namespaceRules(caller: Caller): Promise<readonly NamespaceRules[]> {
    const key = `${this.options.gateway.callerKey(caller)}\nnamespaces`;
    return this.decisions.get(key, async () => {
      const namespaces = await this.candidates(caller);
      const shared = new Map<string, AccessRules>();
      return inParallel(namespaces, PARALLEL_REVIEWS, async namespace => ({
        namespace,
        rules: await this.askRules(namespace, { caller, shared }),
      }));
    });
  }

  private async candidates(caller: Caller): Promise<readonly string[]> {
    const { rbac, namespaces, gateway } = this.options;
    const identity = await this.identityOf(caller);
    // Where other authorizers than RBAC decide, too, bindings do not tell the whole story.
    const bound =
      identity === undefined || (await this.rulesIn(NO_NAMESPACE, caller)).incomplete
        ? undefined
        : await rbac.namespacesOf(identity);
    if (bound !== undefined) return bound;
    const listed = await this.decisions.get('namespaces', () => listNamespaces(gateway));
    return listed ?? namespaces;
  }

  /** Who the caller is to RBAC; undefined where the server does not say (before 1.28). */
  private async identityOf(caller: Caller): Promise<KubernetesIdentity | undefined> {
    const { gateway } = this.options;
    const known = gateway.knownIdentity(caller);
    if (known) return known;
    return this.whoAmI(caller).catch(() => undefined);
  }

  /** The same, asked of the server now: for what must end soon after its right does. */
  async ask(
    { group, plural, ...rest }: AccessQuestion,
    caller: Caller,
  ): Promise<{ allowed: boolean; reason?: string | null }> {
    const review = await this.review(caller, {
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { ...rest, group, resource: plural } },
    });
    return accessReviewSchema.parse(review).status;
  }

  private rulesIn(namespace: string, caller: Caller): Promise<AccessRules> {
    const key = `${this.options.gateway.callerKey(caller)}\nrules\n${namespace}`;
    return this.decisions.get(key, () => this.askRules(namespace, { caller, shared: new Map() }));
  }

  private async askRules(
    namespace: string,
    { caller, shared }: { caller: Caller; shared: Map<string, AccessRules> },
  ): Promise<AccessRules> {
    const review = await this.review(caller, {
      kind: 'SelfSubjectRulesReview',
      spec: { namespace },
    });
    const rules = AccessRules.parse(review);
    const text = JSON.stringify(
      typeof review === 'object' && review !== null ? Reflect.get(review, 'status') : null,
    );
    const known = shared.get(text);
    if (!known) shared.set(text, rules);
    return known ?? rules;
  }

  private review(caller: Caller, review: { kind: ReviewKind; spec?: object }): Promise<unknown> {
    const group =
      review.kind === 'SelfSubjectReview' ? 'authentication.k8s.io' : 'authorization.k8s.io';
    const plural = `${review.kind.toLowerCase()}s`;
    return this.options.gateway.json(
      {
        method: 'POST',
        target: { resource: { group, version: 'v1', plural } },
        body: {
          type: 'application/json',
          text: JSON.stringify({ apiVersion: `${group}/v1`, ...review }),
        },
      },
      caller,
    );
  }

  /** The portal's own rights, by which the shared cache is filled. */
  portalNamespaces(kind: Kind): Promise<'all' | readonly string[]> {
    return this.listableNamespaces(kind, PORTAL);
  }
}

type ReviewKind = 'SelfSubjectAccessReview' | 'SelfSubjectRulesReview' | 'SelfSubjectReview';
