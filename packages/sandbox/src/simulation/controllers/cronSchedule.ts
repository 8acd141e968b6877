interface Field {
  readonly values: ReadonlySet<number>;
  readonly isAny: boolean;
}

/** A parsed five-field schedule. */
export interface CronSchedule {
  readonly minute: Field;
  readonly hour: Field;
  readonly day: Field;
  readonly month: Field;
  readonly weekday: Field;
}

const NAMES = {
  month: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

interface Range {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

function valueOf(text: string, { low, names }: Range): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + low;
  if (!/^\d+$/.test(text)) throw new SyntaxError(`failed to parse int from ${text}`);
  return Number(text);
}

function parseField(text: string, range: Range): Field {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [span = '', stepText] = part.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    if (!Number.isInteger(step) || step < 1) throw new SyntaxError(`bad step in ${part}`);
    const [from = '', to] = span.split('-');
    const isAny = from === '*' || from === '?';
    const low = isAny ? range.low : valueOf(from, range);
    const single = stepText === undefined ? low : range.high;
    const high = isAny ? range.high : to === undefined ? single : valueOf(to, range);
    if (low < range.low || high > range.high || low > high)
      throw new SyntaxError(`${part} is outside ${range.low}-${range.high}`);
    for (let value = low; value <= high; value += step) values.add(value);
  }
  return { values, isAny: text === '*' || text === '?' };
}

/**
 * Reads a schedule as CronJobs have it: five fields or a macro such as `@hourly`.
 * @throws SyntaxError saying which part is wrong
 */
export function parseCron(text: string): CronSchedule {
  const fields = (MACROS[text.trim()] ?? text).trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday)
    throw new SyntaxError(
      `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`,
    );
  const days = parseField(weekday, { low: 0, high: 7, names: NAMES.weekday });
  return {
    minute: parseField(minute, { low: 0, high: 59 }),
    hour: parseField(hour, { low: 0, high: 23 }),
    day: parseField(day, { low: 1, high: 31 }),
    month: parseField(month, { low: 1, high: 12, names: NAMES.month }),
    weekday: { isAny: days.isAny, values: new Set([...days.values].map(value => value % 7)) },
  };
}

const zones = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a time zone that is not known */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = zones.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    zones.set(timeZone, format);
  }
  return format;
}

function wallClock(time: number, timeZone: string): Date {
  if (timeZone === 'UTC' || timeZone === 'Etc/UTC') return new Date(time);
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return new Date(Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')));
}

function matchesDay({ day, weekday, month }: CronSchedule, at: Date): boolean {
  if (!month.values.has(at.getUTCMonth() + 1)) return false;
  const dayMatches = day.values.has(at.getUTCDate());
  const weekdayMatches = weekday.values.has(at.getUTCDay());
  // Where both are restricted, either is enough: cron's oldest surprise.
  return day.isAny || weekday.isAny ? dayMatches && weekdayMatches : dayMatches || weekdayMatches;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const HORIZON = 5 * 366 * 24 * HOUR;

/** The first time after `after` that the schedule names, or undefined where there is none within five years. */
export function nextTime(
  schedule: CronSchedule,
  after: number,
  timeZone = 'UTC',
): number | undefined {
  let time = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  const end = after + HORIZON;
  while (time <= end) {
    const at = wallClock(time, timeZone);
    const toNextHour = (60 - at.getUTCMinutes()) * MINUTE;
    if (!matchesDay(schedule, at)) time += toNextHour + (at.getUTCHours() < 20 ? 2 * HOUR : 0);
    else if (!schedule.hour.values.has(at.getUTCHours())) time += toNextHour;
    else if (!schedule.minute.values.has(at.getUTCMinutes())) time += MINUTE;
    else return time;
  }
  return undefined;
}
