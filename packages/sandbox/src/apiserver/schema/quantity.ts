const PATTERN =
  /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d+))?$/;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const NANO = 1_000_000_000n;

/** Texts that were read lately: a cluster writes the same few again and again. */
const lately = new Map<string, bigint>();
const MAX_LATELY = 2_000;

/** A Kubernetes quantity in billionths, exact; undefined where the text is not one. */
export function parseQuantityNano(text: string): bigint | undefined {
  const known = lately.get(text);
  if (known !== undefined) return known;
  const nano = readNano(text);
  if (lately.size >= MAX_LATELY) lately.clear();
  if (nano !== undefined) lately.set(text, nano);
  return nano;
}

function readNano(text: string): bigint | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = '0', suffix = '', exponent] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const padded = BigInt(`${whole}${fraction}`) * NANO;
  const scaled = padded * multiplier(suffix, exponent);
  const divisor = 10n ** BigInt(fraction.length) * divisorOf(suffix, exponent);
  // The smallest unit is the nano; anything finer is rounded up, as the real parser does.
  const nano = (scaled + divisor - 1n) / divisor;
  return sign === '-' ? -nano : nano;
}

function multiplier(suffix: string, exponent: string | undefined): bigint {
  if (exponent !== undefined) return 10n ** BigInt(Math.max(0, Number(exponent)));
  const binary = BINARY.indexOf(suffix);
  if (suffix !== '' && binary > 0) return 1024n ** BigInt(binary);
  const decimal = DECIMAL.indexOf(suffix) - 3;
  return 1000n ** BigInt(Math.max(0, decimal));
}

function divisorOf(suffix: string, exponent: string | undefined): bigint {
  if (exponent !== undefined) return 10n ** BigInt(Math.max(0, -Number(exponent)));
  const decimal = DECIMAL.indexOf(suffix) - 3;
  return BINARY.includes(suffix) ? 1n : 1000n ** BigInt(Math.max(0, -decimal));
}

export function formatNano(nano: bigint, binary = false): string {
  if (nano === 0n) return '0';
  const absolute = nano < 0n ? -nano : nano;
  const sign = nano < 0n ? '-' : '';
  if (binary && absolute % NANO === 0n) {
    let value = absolute / NANO;
    let step = 0;
    while (value % 1024n === 0n && step < BINARY.length - 1) {
      value /= 1024n;
      step += 1;
    }
    return `${sign}${value}${BINARY[step]}`;
  }
  let value = absolute;
  let step = 0;
  while (value % 1000n === 0n && step < DECIMAL.length - 1) {
    value /= 1000n;
    step += 1;
  }
  return `${sign}${value}${DECIMAL[step]}`;
}

export function isBinaryQuantity(text: string): boolean {
  return /[KMGTPE]i$/.test(text);
}

/** The form in which the server stores and answers a quantity: `0.5` → `500m`, `1024Mi` → `1Gi`. Other text is left alone. */
export function canonicalQuantity(text: string): string {
  const nano = parseQuantityNano(text);
  if (nano === undefined) return text;
  const exponent = /[eE][+-]?\d+$/.test(text);
  return exponent ? text : formatNano(nano, isBinaryQuantity(text));
}
