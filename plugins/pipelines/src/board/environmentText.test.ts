import { board, gap, running, transition } from '../__testUtils__/boards';
import { imageName, isMoving, obstacleOf, shortDigest } from './environmentText';

const DIGEST = `sha256:${'ab12'.repeat(16)}`;

it.each([
  [{ image: 'r/cart:2.1.0', repository: 'r/cart', tag: '2.1.0', digest: DIGEST }, '2.1.0'],
  [{ image: `r/cart@${DIGEST}`, repository: 'r/cart', digest: DIGEST }, 'sha256:ab12ab12ab12'],
  [{ image: 'r/cart', repository: 'r/cart' }, 'r/cart'],
])('of %j people say %s', (image, name) => {
  expect(imageName(image)).toBe(name);
});

it('leaves a digest that has no algorithm as it is', () => {
  expect(shortDigest('ab12')).toBe('ab12');
});

describe('what keeps an image from going on', () => {
  const move = transition({ from: 'dev', to: 'prod' });
  const [dev, prod] = [running({ name: 'dev' }), running({ name: 'prod', title: 'Production' })];

  it.each([
    ['nothing', board({ environments: [dev, prod] }), move, undefined],
    [
      'that it is there',
      board({ environments: [dev, prod] }),
      { ...move, isSame: true },
      { kind: 'same' },
    ],
    [
      'an environment that does not answer',
      board({ environments: [gap({ name: 'dev', title: 'Development' }), prod] }),
      move,
      { kind: 'gap', environment: 'Development' },
    ],
    [
      'an environment in which it does not run, and nothing says how it would be made',
      board({ environments: [dev, gap({ name: 'prod', title: 'Production', cause: 'absent' })] }),
      move,
      { kind: 'gap', environment: 'Production' },
    ],
    [
      'nothing, where its repository says how it is made',
      board({
        environments: [
          dev,
          gap({
            ...{ name: 'prod', cause: 'absent' },
            first: { repository: 'shop-team/cart', path: 'deploy/overlays/prod' },
          }),
        ],
      }),
      move,
      undefined,
    ],
    [
      'another rollout',
      board({ environments: [dev, { ...prod, rollout: 'progressing' as const }] }),
      move,
      { kind: 'moving', environment: 'Production' },
    ],
  ])('%s', (_, given, between, expected) => {
    expect(obstacleOf(given, between)).toEqual(expected);
  });

  it('is not what ended there', () => {
    expect(isMoving(running({}))).toBe(false);
  });
});
