import { LogBuffer } from './LogBuffer';

function start(capacity: number) {
  const frames: (() => void)[] = [];
  const buffer = new LogBuffer({ capacity, schedule: callback => frames.push(callback) });
  return { buffer, frame: () => frames.splice(0).forEach(callback => callback()) };
}

const line = (text: string) => ({ source: 'api/web', text });

describe('LogBuffer', () => {
  it('announces many appends once per frame', () => {
    const { buffer, frame } = start(100);
    const listener = jest.fn();
    buffer.subscribe(listener);
    for (let i = 0; i < 50; i++) buffer.append([line(`${i}`)]);
    expect(listener).not.toHaveBeenCalled();
    frame();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(buffer.snapshot().lines).toHaveLength(50);
  });

  it('never keeps more than its capacity, drops the oldest, and counts them', () => {
    const { buffer, frame } = start(100);
    for (let i = 1; i <= 1000; i++) {
      buffer.append([line(`${i}`)]);
      frame();
      expect(buffer.snapshot().lines.length).toBeLessThanOrEqual(100);
    }
    const { lines, dropped } = buffer.snapshot();
    expect(lines.at(-1)?.text).toBe('1000');
    expect(lines.length + dropped).toBe(1000);
  });

  it('keeps a line’s number when older ones go', () => {
    const { buffer, frame } = start(10);
    for (let i = 1; i <= 25; i++) buffer.append([line(`${i}`)]);
    frame();
    expect(buffer.snapshot().lines.every(({ number, text }) => String(number) === text)).toBe(true);
  });

  it('takes a batch larger than itself', () => {
    const { buffer, frame } = start(10);
    buffer.append(Array.from({ length: 95 }, (_, i) => line(`${i}`)));
    frame();
    expect(buffer.snapshot().lines.at(-1)?.text).toBe('94');
    expect(buffer.snapshot().lines.length).toBeLessThanOrEqual(10);
  });

  it('forgets everything on clear and starts counting anew', () => {
    const { buffer, frame } = start(10);
    buffer.append([line('a')]);
    buffer.clear();
    buffer.append([line('b')]);
    frame();
    expect(buffer.snapshot()).toEqual({ lines: [{ ...line('b'), number: 1 }], dropped: 0 });
  });

  it('does not call a listener that left', () => {
    const { buffer, frame } = start(10);
    const listener = jest.fn();
    buffer.subscribe(listener)();
    buffer.append([line('a')]);
    frame();
    expect(listener).not.toHaveBeenCalled();
  });
});
