import { TENANT_PHRASES } from '@kubemate/plugin-tenants-common';
import { unsaidPhrases } from '@kubemate/ui/testUtils';
import zh from './zh';

it('says each sentence of the server with the same values in Chinese', () => {
  expect(unsaidPhrases(TENANT_PHRASES, zh)).toEqual([]);
});
