import { PHRASES } from '@kubemate/plugin-pipelines-common';
import { unsaidPhrases } from '@kubemate/ui/testUtils';
import zh from './zh';

it('says each sentence of the server with the same values in Chinese', () => {
  expect(unsaidPhrases(PHRASES, zh)).toEqual([]);
});
