import { FIRST_WINDOW, windowFor } from './rowWindow';

describe('windowFor', () => {
  it('keeps the window while it has what the table needs', () => {
    expect(windowFor({ offset: 0, limit: 40 }, FIRST_WINDOW)).toBe(FIRST_WINDOW);
    expect(windowFor({ offset: 150, limit: 50 }, FIRST_WINDOW)).toBe(FIRST_WINDOW);
  });

  it('moves in blocks when the table needs more', () => {
    expect(windowFor({ offset: 170, limit: 60 }, FIRST_WINDOW)).toEqual({
      offset: 150,
      limit: 200,
    });
  });

  it('jumps to where the scroll bar was dragged', () => {
    expect(windowFor({ offset: 50_010, limit: 220 }, FIRST_WINDOW)).toEqual({
      offset: 50_000,
      limit: 250,
    });
  });

  it('moves back towards the start', () => {
    expect(windowFor({ offset: 980, limit: 60 }, { offset: 1000, limit: 200 })).toEqual({
      offset: 950,
      limit: 200,
    });
  });

  it('never asks for more than the API gives', () => {
    expect(windowFor({ offset: 0, limit: 5000 }, FIRST_WINDOW).limit).toBe(1000);
  });
});
