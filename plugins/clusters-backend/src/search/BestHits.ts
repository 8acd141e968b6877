import type { Row } from '@kubemate/kube-common';

/** An object that answers a search. */
export interface Hit {
  readonly resource: string;
  readonly kind: string;
  readonly row: Row;
  readonly score: number;
}

/** The best few of many, in bounded memory. */
export class BestHits {
  #hits: Hit[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(hit: Hit): void {
    this.#hits.push(hit);
    if (this.#hits.length >= this.#limit * 8) this.#hits = this.sorted();
  }

  /** Best first; equal scores by name, cluster, namespace. */
  sorted(): Hit[] {
    return this.#hits.sort(compareHits).slice(0, this.#limit);
  }
}

function compareHits(a: Hit, b: Hit): number {
  return (
    b.score - a.score ||
    a.row.name.localeCompare(b.row.name) ||
    a.row.cluster.localeCompare(b.row.cluster) ||
    (a.row.namespace ?? '').localeCompare(b.row.namespace ?? '')
  );
}
