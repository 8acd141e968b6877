import { promotion, release } from '../__testUtils__/boards';
import { run, START } from '../__testUtils__/runs';
import { activity } from '../translations/en/activity';
import { promotionItem, releaseItem, runItem, type Say } from './activityItems';

const links = { run: () => '/run', componentBoard: () => '/board' };

/** The English text, so that a text that lacks a value is seen. */
const say: Say = (key, values) => {
  const text = key
    .split('.')
    .reduce<unknown>((node, part) => Reflect.get(Object(node), part), activity.activity);
  return String(text).replace(/{{(\w+)}}/g, (_, name: string) => values[name] ?? `MISSING ${name}`);
};

describe('what pipelines tell of a component', () => {
  it.each([
    ['succeeded', 'build passed', 'ok'],
    ['failed', 'build failed', 'failed'],
    ['timed-out', 'build ran out of time', 'failed'],
    ['cancelled', 'build was cancelled', 'idle'],
    ['unknown', 'build went away while it ran', 'unknown'],
  ] as const)('a run that %s', (phase, title, health) => {
    const item = runItem(run({ phase, finishedAt: START + 5 }), say, links);
    expect(item).toMatchObject({ kind: 'run', title, health, at: START + 5, source: 'shop · dev' });
  });

  it('why a run failed, beside its commit', () => {
    expect(runItem(run({ phase: 'failed', message: 'Tests failed' }), say, links).text).toBe(
      'main · 4f2a9c1d7b · Tests failed',
    );
  });

  it('why nobody knows how a run ended, in the words of the page', () => {
    const lost = run({ phase: 'unknown', reason: 'GoneUnseen', message: 'From the server' });
    expect(runItem(lost, say, links).text).toBe(
      'main · 4f2a9c1d7b · It ran when the portal last saw it, and was gone when it looked again: how it ended is not known',
    );
    const other = run({ phase: 'unknown', reason: 'Else', message: 'From the server' });
    expect(runItem(other, say, links).text).toBe('main · 4f2a9c1d7b · From the server');
  });

  it.each([
    [{ state: 'succeeded' }, 'ok', / promoted cart \S+ from dev to /],
    [{ state: 'rolled-back' }, 'warning', /^cart \S+ that .* was taken back$/],
    [{ state: 'failed' }, 'failed', / could not promote cart /],
    [{ state: 'rolling-out' }, 'progressing', / promotes cart /],
    [{ state: 'succeeded', kind: 'rollback' }, 'ok', / rolled \S+ back to cart /],
  ] as const)('a promotion %j', (given, health, title) => {
    const item = promotionItem(promotion({ from: 'dev', ...given }), say, links);
    expect(item).toMatchObject({ kind: 'deploy', health, to: '/board' });
    expect(item.title).toMatch(title);
    expect(item.title).not.toContain('MISSING');
  });

  it('an image that came by another way; what was promoted is told once', () => {
    expect(releaseItem(release({ via: 'seen' }), say, links)?.title).toMatch(
      /came to .*, not through the portal$/,
    );
    expect(releaseItem(release({ via: 'promotion' }), say, links)).toBeUndefined();
  });
});
