import type { KeptLine } from '../history/LogTail';

/** `[compile] text`: how the watcher writes what it reads by `tkn`. */
const BRACKETED = /^\[([^\]]+)\] ?(.*)$/;
/** `container-step-compile: message=text`: what the API makes of Loki's answer. */
const LOKI = /^container-(\S+): message=(.*)$/;
/** `step-compile :-` before the lines of an object of a bucket; `.log` is cut off its end, and any of its letters with that. */
const HEADER = /^(step-\S*) :-$/;

/**
 * Lines of a log as Tekton Results gives it, each with its step. It has no times, and which form it takes depends on where Results keeps logs: see
 * `pkg/api/server/v1alpha2/plugin/plugin_logs.go` of github.com/tektoncd/results. A line that names no step is of the one before, or of the first.
 */
export function readResultsLog(text: string, steps: readonly string[]): KeptLine[] {
  const [first = ''] = steps;
  let current = first;
  let isWatchers = false;
  const lines: KeptLine[] = [];
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (body === '') return lines;
  for (const line of body.split('\n')) {
    const header = HEADER.exec(line)?.[1];
    const headed = header && steps.find(step => isCutName(header, step));
    if (headed) {
      current = headed;
      continue;
    }
    // The watcher ends each step with it; an empty line of the step has its brackets.
    if (isWatchers && line === '') continue;
    const loki = LOKI.exec(line);
    const [, name = '', rest = ''] = loki ?? BRACKETED.exec(line) ?? [];
    const step = steps.find(each => each === name || `step-${each}` === name);
    if (step !== undefined) current = step;
    isWatchers ||= step !== undefined && loki === null;
    const isOther = step === undefined && loki !== null;
    // A container of Tekton's own: it is no step's.
    if (isOther) continue;
    lines.push({ step: current, text: step === undefined ? line : rest });
  }
  return lines;
}

/** Whether a header is that of the step: it lost letters of `.log` at its end. */
function isCutName(header: string, step: string): boolean {
  const whole = `step-${step}`;
  return whole.startsWith(header) && /^[.log]*$/.test(whole.slice(header.length));
}
