/** Time that passes so many times as fast from an epoch on: the same for every process that has both. */
export interface FastTime {
  readonly epoch: number;
  readonly speed: number;
}

/** What {@link FastTime} says it is, by the machine's own clock. */
export function fastNow({ epoch, speed }: FastTime, realNow: () => number): number {
  return Math.round(epoch + (realNow() - epoch) * speed);
}

/** Has this process live in that time, with its clock and its timers. */
export function quicken(time: FastTime): void {
  const { Date: RealDate, setTimeout: setRealTimeout, setInterval: setRealInterval } = globalThis;
  const now = () => fastNow(time, RealDate.now);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  globalThis.setTimeout = quickened(setRealTimeout, time);
  globalThis.setInterval = quickened(setRealInterval, time);
}

function quickened<T extends typeof setTimeout | typeof setInterval>(
  set: T,
  { speed }: FastTime,
): T {
  return new Proxy(set, {
    apply: (target, self, [callback, delay, ...values]) =>
      Reflect.apply(target, self, [callback, Number(delay ?? 0) / speed, ...values]),
  });
}
