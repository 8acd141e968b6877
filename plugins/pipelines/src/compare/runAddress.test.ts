import { readRunAddress, runAddress } from './runAddress';

it.each([
  { engine: 'tekton', place: 'dev', folder: 'shop', name: 'build-1' },
  { engine: 'jenkins', place: 'ci', folder: 'shop/web', name: 'main-12' },
] as const)('comes back as it was: %j', ref => {
  expect(readRunAddress(runAddress(ref))).toEqual(ref);
});

it.each(['', 'build-1', 'argo/dev/shop/build-1', 'tekton/dev//build-1', 'tekton/%zz/shop/build-1'])(
  'is no run: %j',
  text => {
    expect(readRunAddress(text)).toBeUndefined();
  },
);
