/** The lengths of frames in milliseconds, and for how long the main thread was held up by tasks of over 50 ms. */
export interface Frames {
  readonly deltas: readonly number[];
  readonly blockedMs: number;
}

/** With the processor time of the page's main thread, which other work on the machine does not lengthen. */
export interface MeasuredFrames extends Frames {
  readonly cpuMs: number;
}

export interface FrameTask {
  /** What scrolls; undefined only looks on. */
  readonly selector?: string;
  readonly durationMs: number;
  /** So far in each frame, to and fro between the ends. */
  readonly pixelsPerFrame: number;
}

/** Runs in the page. Everything it needs is inside it. */
export async function recordFrames(task: FrameTask): Promise<Frames> {
  const { selector, durationMs, pixelsPerFrame } = task;
  const element = selector === undefined ? null : document.querySelector(selector);
  if (selector !== undefined && element === null) throw new Error(`Nothing is ${selector}`);
  let blockedMs = 0;
  const observer = new PerformanceObserver(list => {
    for (const entry of list.getEntries()) blockedMs += entry.duration - 50;
  });
  observer.observe({ type: 'longtask' });
  const deltas: number[] = [];
  await new Promise<void>(resolve => {
    let last = performance.now();
    const end = last + durationMs;
    let direction = 1;
    const frame = (now: number) => {
      deltas.push(now - last);
      last = now;
      if (element !== null) {
        const before = element.scrollTop;
        element.scrollTop = before + direction * pixelsPerFrame;
        if (element.scrollTop === before) direction = -direction;
      }
      if (now < end) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
  observer.disconnect();
  // The first one is the wait for the first frame.
  return { deltas: deltas.slice(1), blockedMs };
}
