import { Viewport } from './Viewport';

function viewport() {
  const shown = new Viewport();
  shown.resize({ width: 1_000, height: 600 });
  return shown;
}

describe('Viewport', () => {
  it('keeps the point under the pointer while it zooms', () => {
    const shown = viewport();
    const before = shown.toLayout({ x: 300, y: 200 });
    shown.zoomBy(1.7, { x: 300, y: 200 });
    expect(shown.toLayout({ x: 300, y: 200 }).x).toBeCloseTo(before.x);
    expect(shown.toLayout({ x: 300, y: 200 }).y).toBeCloseTo(before.y);
  });

  it('shows all of a layout, and never larger than it is', () => {
    const shown = viewport();
    shown.fit({ width: 4_000, height: 1_000 });
    const { visible } = shown;
    expect(visible.x).toBeLessThanOrEqual(0);
    expect(visible.x + visible.width).toBeGreaterThanOrEqual(4_000);
    shown.fit({ width: 100, height: 50 });
    expect(shown.transform.scale).toBe(1);
  });

  it('shows the upper left part of what would be too small to read', () => {
    const shown = viewport();
    shown.fit({ width: 8_000, height: 6_000 }, { minScale: 0.8 });
    expect(shown.transform.scale).toBe(0.8);
    expect(shown.toLayout({ x: 0, y: 0 }).x).toBeLessThanOrEqual(0);
  });

  it.each([
    ['right', { x: 3_000, y: 100, width: 200, height: 40 }],
    ['left', { x: -500, y: -300, width: 200, height: 40 }],
  ])('moves to what is further %s', (_, box) => {
    const shown = viewport();
    shown.reveal(box);
    const { visible } = shown;
    expect(visible.x).toBeLessThanOrEqual(box.x);
    expect(visible.x + visible.width).toBeGreaterThanOrEqual(box.x + box.width);
    expect(visible.y).toBeLessThanOrEqual(box.y);
  });

  it('zooms neither to nothing nor without end', () => {
    const shown = viewport();
    shown.zoomBy(1e-9);
    expect(shown.transform.scale).toBeGreaterThan(0);
    shown.zoomBy(1e9);
    expect(shown.transform.scale).toBeLessThanOrEqual(2);
  });
});
