import { parseQuantity, parseTime } from '@kubemate/kube-common';

/**
 * Reads an object whose shape only its API server knows: every step that leads nowhere ends in undefined or an empty
 * list, never in an exception.
 */
export class Fields {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The field at a path of keys. Keys may hold dots, as labels do. */
  at(...path: readonly string[]): Fields {
    const value = path.reduce<unknown>(
      (parent, key) => (isRecord(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined),
      this.#value,
    );
    return new Fields(value);
  }

  get exists(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  /** Text, and numbers and booleans as text. */
  get text(): string | undefined {
    const value = this.#value;
    if (typeof value === 'string') return value === '' ? undefined : value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  get number(): number | undefined {
    return typeof this.#value === 'number' ? this.#value : undefined;
  }

  get flag(): boolean {
    return this.#value === true;
  }

  /** Epoch milliseconds of an RFC 3339 time. */
  get time(): number | undefined {
    return parseTime(this.text);
  }

  /** A Kubernetes quantity: cores, bytes or a count. */
  get quantity(): number | undefined {
    return parseQuantity(this.#value);
  }

  get items(): readonly Fields[] {
    return Array.isArray(this.#value) ? this.#value.map(item => new Fields(item)) : [];
  }

  get entries(): readonly (readonly [string, Fields])[] {
    return isRecord(this.#value)
      ? Object.entries(this.#value).map(([key, value]) => [key, new Fields(value)] as const)
      : [];
  }

  /** Items that are text. */
  get texts(): readonly string[] {
    return this.items.flatMap(item => item.text ?? []);
  }

  /** A map of text to text, such as labels or a selector. */
  get map(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.entries.map(([key, value]) => [key, value.text ?? '']));
  }

  /** The value as it came. */
  get raw(): unknown {
    return this.#value;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
