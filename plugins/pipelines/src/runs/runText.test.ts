import { shortActor, shortCommit, sourceText } from './runText';

describe('the words of a run', () => {
  it.each([
    ['4f2a9c1d7be8a1b2c3d4e5f60718293a4b5c6d7e', '4f2a9c1'],
    ['v1.2.3', 'v1.2.3'],
  ])('shortens the commit %s', (commit, short) => expect(shortCommit(commit)).toBe(short));

  it.each([
    [undefined, '—'],
    [{}, '—'],
    [{ branch: 'main' }, 'main'],
    [{ branch: 'main', commit: '4f2a9c1d7be8a1b2' }, 'main · 4f2a9c1'],
  ])('names the source %o', (source, text) => expect(sourceText(source)).toBe(text));

  it.each([
    ['user:default/dana', 'dana'],
    ['github-bot', 'github-bot'],
  ])('names %s', (by, text) => expect(shortActor(by)).toBe(text));
});
