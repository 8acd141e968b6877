import type { Row } from '@kubemate/kube-common';
import type { PortalRows } from '@kubemate/kube-node';

interface Fact {
  readonly cluster: string;
  readonly namespace: string;
}

/** Of each cluster, what its rows said when they were whole last: a cluster that is away keeps what it had. */
export class FollowedRows<F extends Fact> {
  readonly #byCluster = new Map<string, Map<string, F>>();
  readonly #keyOf: (fact: F) => string;
  readonly #factOf: (row: Row) => F;

  constructor(options: { keyOf: (fact: F) => string; factOf: (row: Row) => F }) {
    this.#keyOf = options.keyOf;
    this.#factOf = options.factOf;
  }

  /** What was known before this process began. Rows go before it. */
  remember(fact: F): void {
    const known = this.#of(fact.cluster);
    const key = this.#keyOf(fact);
    if (!known.has(key)) known.set(key, fact);
  }

  /** @param clusters all that the portal has: what was in others is gone */
  see(parts: readonly PortalRows[], clusters: readonly string[]): void {
    for (const part of parts) {
      const known = this.#of(part.cluster);
      if (part.failure?.state === 'not-served') known.clear();
      const seen = new Set<string>();
      for (const row of part.rows()) {
        const fact = this.#factOf(row);
        const key = this.#keyOf(fact);
        seen.add(key);
        known.set(key, fact);
      }
      if (!part.isComplete) continue;
      const { namespaces } = part;
      for (const [key, { namespace }] of known) {
        // A portal that may list some namespaces only says nothing about the others.
        const isAsked = namespaces === 'all' || namespaces.includes(namespace);
        if (isAsked && !seen.has(key)) known.delete(key);
      }
    }
    this.retain(clusters);
  }

  retain(clusters: readonly string[]): void {
    for (const cluster of this.#byCluster.keys())
      if (!clusters.includes(cluster)) this.#byCluster.delete(cluster);
  }

  *facts(): Iterable<F> {
    for (const known of this.#byCluster.values()) yield* known.values();
  }

  #of(cluster: string): Map<string, F> {
    const known = this.#byCluster.get(cluster) ?? new Map<string, F>();
    this.#byCluster.set(cluster, known);
    return known;
  }
}
