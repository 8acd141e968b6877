/** Amounts of one resource in one unit (cores or bytes). */
export interface Capacity {
  /** What runs there can get. */
  readonly allocatable: number;
  /** The sum of requests; absent where unknown. */
  readonly requested?: number;
  /** Measured use; absent where nothing measures it. */
  readonly used?: number;
}

export interface CapacityShares {
  /** Fractions of the bar's width, 0 to 1. */
  readonly used: number;
  readonly requested: number;
  /** Where `allocatable` stands on the bar: 1 unless something exceeds it. */
  readonly limit: number;
  readonly overcommitted: boolean;
  /** The larger of used and requested over allocatable; undefined without allocatable. */
  readonly ratio?: number;
}

/** Lays amounts out on one bar. The bar grows past allocatable when more than that is requested or used. */
export function capacityShares({ allocatable, requested = 0, used = 0 }: Capacity): CapacityShares {
  const most = Math.max(allocatable, requested, used);
  if (most <= 0) return { used: 0, requested: 0, limit: 1, overcommitted: false };
  return {
    used: used / most,
    requested: requested / most,
    limit: allocatable / most,
    overcommitted: Math.max(requested, used) > allocatable,
    ...(allocatable > 0 ? { ratio: Math.max(requested, used) / allocatable } : {}),
  };
}
