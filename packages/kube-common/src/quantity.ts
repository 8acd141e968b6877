const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

const BINARY: ReadonlyMap<string, number> = new Map([
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

const DECIMAL: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

// A cluster uses few distinct quantities many times over; the bound only guards against a hostile one.
const MEMO_LIMIT = 10_000;
const memo = new Map<string, number>();

function evaluate(text: string): number | undefined {
  const match = QUANTITY.exec(text);
  const digits = match?.[1];
  if (digits === undefined) return undefined;
  const suffix = match?.[2] ?? '';
  const factor = BINARY.get(suffix);
  if (factor !== undefined) return Number(digits) * factor;
  const exponent = suffix === '' ? 0 : (DECIMAL.get(suffix) ?? Number(suffix.slice(1)));
  // One conversion of the whole text rounds once; `100 * 10 ** -3` would round twice.
  return Number(`${digits}e${exponent}`);
}

/**
 * The value of a Kubernetes quantity as a number: cores for CPU (`250m` is 0.25), bytes for memory (`1Ki` is 1024).
 * Numbers pass through, as YAML allows `cpu: 2`. Undefined where the text is not a quantity.
 * Grammar: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(quantity: unknown): number | undefined {
  if (typeof quantity === 'number') return Number.isFinite(quantity) ? quantity : undefined;
  if (typeof quantity !== 'string') return undefined;
  const known = memo.get(quantity);
  if (known !== undefined) return known;
  const value = evaluate(quantity);
  if (value === undefined) return undefined;
  if (memo.size >= MEMO_LIMIT) memo.clear();
  memo.set(quantity, value);
  return value;
}

/** Cores as Kubernetes writes them: `250m`, `2`, `1500m`; rounded up to a millicore as the API server does. */
export function formatCores(cores: number): string {
  // toPrecision undoes the noise of a sum such as 0.1 + 0.2, which would round up to 301m.
  const millis = Math.ceil(Number((cores * 1000).toPrecision(12)));
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/** Cores for reading rather than for a manifest: `0.25`, `5.4`, `191`; two figures below one core, one decimal below a hundred. */
export function formatCoresShort(cores: number): string {
  if (Math.abs(cores) < 1) return String(Number(cores.toPrecision(2)));
  return String(Number(cores.toFixed(Math.abs(cores) < 100 ? 1 : 0)));
}

/** Cores in a table: `250m` as manifests write a part of a core, `47.9` above one, where `47920m` would have to be read twice. */
export function formatCoresCell(cores: number): string {
  return Math.abs(cores) < 1 ? formatCores(cores) : formatCoresShort(cores);
}

/** Bytes with a binary suffix and at most one decimal: `512Mi`, `1.5Gi`, `900`. */
export function formatBytes(bytes: number): string {
  const suffixes = [...BINARY].reverse();
  const fit = suffixes.find(([, factor]) => Math.abs(bytes) >= factor);
  if (fit === undefined) return String(Math.round(bytes));
  const [suffix, factor] = fit;
  return `${Number((bytes / factor).toFixed(1))}${suffix}`;
}
