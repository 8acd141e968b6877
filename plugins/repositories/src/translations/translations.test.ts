import { REPOSITORY_PHRASES } from '@kubemate/plugin-repositories-common';
import { unsaidPhrases } from '@kubemate/ui/testUtils';
import zh from './zh';

it('says each sentence of the server with the same values in Chinese', () => {
  expect(unsaidPhrases(REPOSITORY_PHRASES, zh)).toEqual([]);
});
