import type { Point } from './layoutGroup';
import type { Box } from './layoutTopology';

/** From the coordinates of the layout to those of the screen: `screen = layout * scale + offset`. */
export interface Transform {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const MIN_SCALE = 0.04;
export const MAX_SCALE = 2;
/** Between the layout and the edge of the screen, in px. */
const MARGIN = 20;

/** Which part of a layout is on the screen. Lives outside React: panning renders nothing. */
export class Viewport {
  #transform: Transform = { x: MARGIN, y: MARGIN, scale: 1 };
  #size: Size = { width: 0, height: 0 };
  readonly #listeners = new Set<() => void>();

  get transform(): Transform {
    return this.#transform;
  }

  get size(): Size {
    return this.#size;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  resize(size: Size): void {
    this.#size = size;
    this.#tell();
  }

  panBy({ x, y }: Point): void {
    const { transform } = this;
    this.#set({ ...transform, x: transform.x + x, y: transform.y + y });
  }

  /** Keeps what is at a point of the screen where it is; the middle where none is given. */
  zoomBy(factor: number, point: Point = this.#middle): void {
    const { x, y, scale } = this.#transform;
    const next = Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale * factor));
    const ratio = next / scale;
    this.#set({
      x: point.x - (point.x - x) * ratio,
      y: point.y - (point.y - y) * ratio,
      scale: next,
    });
  }

  /** Shows all of a layout; where that would be smaller than `minScale`, its upper left part. */
  fit(layout: Size, { minScale = MIN_SCALE }: { minScale?: number } = {}): void {
    const { width, height } = this.#size;
    if (width === 0 || layout.width === 0) return;
    const whole = Math.min(
      (width - 2 * MARGIN) / layout.width,
      (height - 2 * MARGIN) / layout.height,
      1,
    );
    const scale = Math.max(MIN_SCALE, minScale, whole);
    const centred = (room: number, needed: number) => Math.max(MARGIN, (room - needed * scale) / 2);
    this.#set({
      x: centred(width, layout.width),
      y: Math.min(centred(height, layout.height), height / 4),
      scale,
    });
  }

  /** Moves just as far as it takes for a box to be seen. */
  reveal(box: Box): void {
    const { x, y, scale } = this.#transform;
    const shift = (from: number, length: number, room: number) => {
      if (from < MARGIN) return MARGIN - from;
      return Math.min(0, room - MARGIN - (from + length));
    };
    this.panBy({
      x: shift(box.x * scale + x, box.width * scale, this.#size.width),
      y: shift(box.y * scale + y, box.height * scale, this.#size.height),
    });
  }

  /** Puts a point of the layout in the middle. */
  centreOn(point: Point): void {
    const { scale } = this.#transform;
    const { x, y } = this.#middle;
    this.#set({ scale, x: x - point.x * scale, y: y - point.y * scale });
  }

  toLayout({ x, y }: Point): Point {
    const { transform } = this;
    return { x: (x - transform.x) / transform.scale, y: (y - transform.y) / transform.scale };
  }

  /** The part of the layout that is on the screen. */
  get visible(): Box {
    const { x, y } = this.toLayout({ x: 0, y: 0 });
    const { scale } = this.#transform;
    return { x, y, width: this.#size.width / scale, height: this.#size.height / scale };
  }

  get #middle(): Point {
    return { x: this.#size.width / 2, y: this.#size.height / 2 };
  }

  #set(transform: Transform): void {
    this.#transform = transform;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
