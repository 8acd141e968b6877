import { isTaken, keyName } from './useShortcuts';

const press = (key: string, rest = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...rest,
});

describe('keyName', () => {
  it.each([
    [press('s'), 's'],
    [press('?'), '?'],
    [press('D', { ctrlKey: true }), 'Ctrl-d'],
    [press('s', { metaKey: true }), undefined],
    [press('s', { altKey: true }), undefined],
    [press('Enter'), undefined],
  ])('%j is %s', (event, expected) => expect(keyName(event)).toBe(expected));
});

describe('isTaken', () => {
  it.each([
    ['<input id="it">', true],
    ['<div role="dialog"><button id="it"></button></div>', true],
    ['<div class="cm-editor"><div id="it"></div></div>', true],
    ['<div role="grid" id="it"></div>', true],
    ['<button id="it"></button>', false],
  ])('%s: %s', (html, expected) => {
    document.body.innerHTML = html;
    expect(isTaken(document.getElementById('it'))).toBe(expected);
  });
});
