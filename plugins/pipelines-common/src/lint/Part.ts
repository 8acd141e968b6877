/** Where something stands in a definition: names of fields and positions in lists. */
export type Path = readonly (string | number)[];

/** A place in a definition that may be half written: what is not there, or is of another shape, reads as absent. */
export class Part {
  readonly value: unknown;
  readonly path: Path;

  constructor(value: unknown, path: Path = []) {
    this.value = value;
    this.path = path;
  }

  at(...keys: Path): Part {
    return keys.reduce<Part>(
      (part, key) => new Part(own(part.value, key), [...part.path, key]),
      this,
    );
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Undefined where it is no text, or an empty one. */
  get text(): string | undefined {
    return typeof this.value === 'string' && this.value !== '' ? this.value : undefined;
  }

  get items(): readonly Part[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  /** The fields of a map. */
  get fields(): readonly Part[] {
    return isMap(this.value) ? Object.keys(this.value).map(key => this.at(key)) : [];
  }

  /** Every text in it, however deep. */
  get texts(): readonly Part[] {
    if (this.text !== undefined) return [this];
    return [...this.items, ...this.fields].flatMap(part => part.texts);
  }

  without(...keys: readonly string[]): Part {
    if (!isMap(this.value)) return this;
    const kept = Object.entries(this.value).filter(([key]) => !keys.includes(key));
    return new Part(Object.fromEntries(kept), this.path);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
