import { image } from '../__testUtils__/boards';
import { byImage } from './byImage';

const at = (environment: string, tag: string, digest = `sha256:${'0'.repeat(64)}`) => ({
  ...{ environment, image: { ...image(tag), digest } },
});

it('puts environments together that run the same, in the order of the first', () => {
  const groups = byImage([at('dev', '2.15.0'), at('staging', '2.14.0'), at('prod', '2.15.0')]);
  expect(groups.map(({ items }) => items.map(({ environment }) => environment))).toEqual([
    ['dev', 'prod'],
    ['staging'],
  ]);
});

it('keeps apart what has one tag and is not the same', () => {
  const groups = byImage([at('dev', 'latest'), at('prod', 'latest', `sha256:${'1'.repeat(64)}`)]);
  expect(groups).toHaveLength(2);
});
