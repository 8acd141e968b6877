import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';
import { followReceipt } from './followReceipt';

/** Older ones are found in the list of receipts. */
const MOST = 4;

/**
 * What was just done and can be undone, or still runs: lives outside any page, so that moving on does not lose it. Newest first.
 */
export class ReceiptTray {
  readonly #operations: OperationsApi;
  readonly #listeners = new Set<() => void>();
  readonly #following = new Map<string, AbortController>();
  #receipts: readonly OperationReceipt[] = [];

  constructor(operations: OperationsApi) {
    this.#operations = operations;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly receipts = () => this.#receipts;

  /** Shows a receipt, in place of an earlier state of the same one, and follows it while it runs. */
  add(receipt: OperationReceipt): void {
    const others = this.#receipts.filter(({ id }) => id !== receipt.id);
    const known = others.length < this.#receipts.length;
    this.#set(
      known
        ? this.#receipts.map(item => (item.id === receipt.id ? receipt : item))
        : [receipt, ...others],
    );
    if (receipt.status === 'running') this.#follow(receipt);
  }

  dismiss(id: string): void {
    this.#following.get(id)?.abort();
    this.#following.delete(id);
    this.#set(this.#receipts.filter(receipt => receipt.id !== id));
  }

  #follow(receipt: OperationReceipt): void {
    if (this.#following.has(receipt.id)) return;
    const controller = new AbortController();
    this.#following.set(receipt.id, controller);
    void followReceipt({
      operations: this.#operations,
      receipt,
      onChange: next => {
        if (this.#receipts.some(({ id }) => id === next.id)) this.add(next);
      },
      signal: controller.signal,
    }).finally(() => this.#following.delete(receipt.id));
  }

  #set(receipts: readonly OperationReceipt[]): void {
    for (const { id } of receipts.slice(MOST)) this.#following.get(id)?.abort();
    this.#receipts = receipts.slice(0, MOST);
    for (const listener of this.#listeners) listener();
  }
}
