import type { Health } from '@kubemate/kube-common';
import type { ColourTokens } from '../theme/tokens';

interface HealthMark {
  readonly health: Health;
  readonly tokens: ColourTokens;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

type Strokes = readonly (readonly (readonly [number, number])[])[];

/** Marks in a circle of radius 1: a tick, a cross, an exclamation mark, two bars, a question mark's hook. */
const MARKS: Readonly<Record<Exclude<Health, 'progressing'>, Strokes>> = {
  ok: [
    [
      [-0.42, 0.02],
      [-0.1, 0.34],
      [0.46, -0.3],
    ],
  ],
  failed: [
    [
      [-0.36, -0.36],
      [0.36, 0.36],
    ],
    [
      [0.36, -0.36],
      [-0.36, 0.36],
    ],
  ],
  warning: [
    [
      [0, -0.5],
      [0, 0.12],
    ],
    [
      [0, 0.46],
      [0, 0.5],
    ],
  ],
  idle: [
    [
      [-0.24, -0.4],
      [-0.24, 0.4],
    ],
    [
      [0.24, -0.4],
      [0.24, 0.4],
    ],
  ],
  unknown: [
    [
      [-0.26, -0.3],
      [0, -0.5],
      [0.26, -0.26],
      [0, 0],
      [0, 0.14],
    ],
    [
      [0, 0.46],
      [0, 0.5],
    ],
  ],
};

const FILLED: ReadonlySet<Health> = new Set(['ok', 'failed', 'warning']);

/** The shape of a health on a canvas, as `HEALTH_ICON` is elsewhere. */
export function drawHealth(
  context: CanvasRenderingContext2D,
  { health, tokens, x, y, radius }: HealthMark,
): void {
  const tone = tokens.health[health];
  context.save();
  context.translate(x, y);
  context.lineWidth = radius * 0.24;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = tone.fg;
  context.fillStyle = tone.fg;
  context.beginPath();
  // What is in progress is a ring that is not closed.
  context.arc(0, 0, radius, 0, health === 'progressing' ? Math.PI * 1.5 : Math.PI * 2);
  if (FILLED.has(health)) {
    context.fill();
    context.strokeStyle = tokens.onTone;
  } else context.stroke();
  if (health !== 'progressing') {
    for (const points of MARKS[health]) {
      context.beginPath();
      points.forEach(([px, py], at) => {
        if (at === 0) context.moveTo(px * radius, py * radius);
        else context.lineTo(px * radius, py * radius);
      });
      context.stroke();
    }
  }
  context.restore();
}
