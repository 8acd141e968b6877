import { findArtifacts } from './findArtifacts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

it.each([
  [
    'a URL with its digest',
    [
      { name: 'IMAGE_URL', value: 'registry.example/shop\n' },
      { name: 'IMAGE_DIGEST', value: DIGEST },
    ],
    [{ uri: 'registry.example/shop', digest: DIGEST }],
  ],
  [
    'pairs with a prefix',
    [
      { name: 'API_IMAGE_URL', value: 'registry.example/api' },
      { name: 'API_IMAGE_DIGEST', value: DIGEST },
      { name: 'WEB_IMAGE_URL', value: 'registry.example/web' },
    ],
    [{ uri: 'registry.example/api', digest: DIGEST }, { uri: 'registry.example/web' }],
  ],
  [
    'a list of images',
    [{ name: 'IMAGES', value: `a.example/x@${DIGEST}, b.example/y:1` }],
    [{ uri: 'a.example/x', digest: DIGEST }, { uri: 'b.example/y:1' }],
  ],
  [
    'an object',
    [{ name: 'jar-ARTIFACT_OUTPUTS', value: { uri: 'pkg:maven/shop', digest: DIGEST } }],
    [{ uri: 'pkg:maven/shop', digest: DIGEST }],
  ],
  ['nothing in other results', [{ name: 'commit', value: 'abc' }], []],
])('finds %s', (_, results, artifacts) => {
  expect(findArtifacts(results)).toMatchObject(artifacts);
  expect(findArtifacts(results)).toHaveLength(artifacts.length);
});
