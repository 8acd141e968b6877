import type { Clock, Viewer } from '@kubemate/kube-node';

/**
 * Answers kept for a few seconds, each for the one viewer it was made for. Viewers who ask while an answer is being
 * made wait for that one. Bounded: the oldest answer goes first.
 */
export class ViewerCache<T> {
  readonly #entries = new Map<string, { readonly answer: Promise<T>; readonly madeAt: number }>();
  readonly #options: { readonly ttlMs: number; readonly size: number; readonly clock: Clock };

  constructor(options: { ttlMs: number; size: number; clock: Clock }) {
    this.#options = options;
  }

  get(viewer: Viewer, make: () => Promise<T>, subject = ''): Promise<T> {
    const { ttlMs, size, clock } = this.#options;
    const key = JSON.stringify([
      subject,
      viewer.userEntityRef,
      [...viewer.ownershipEntityRefs].sort(),
      viewer.token,
    ]);
    const known = this.#entries.get(key);
    if (known !== undefined && clock.now() - known.madeAt < ttlMs) return known.answer;
    const answer = make();
    this.#entries.delete(key);
    this.#entries.set(key, { answer, madeAt: clock.now() });
    // A failure is told to those who waited for it, and not kept.
    answer.catch(() => {
      if (this.#entries.get(key)?.answer === answer) this.#entries.delete(key);
    });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > size && oldest !== undefined) this.#entries.delete(oldest);
    return answer;
  }
}
