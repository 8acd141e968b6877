import { ConfigReader } from '@backstage/config';
import { signsInUnproven } from './signsInUnproven';

describe('signsInUnproven', () => {
  it.each([
    [{}, true],
    [{ sandbox: { enabled: true } }, true],
    [{ signIn: 'persona', sandbox: { enabled: true } }, true],
    [{ signIn: 'persona', sandbox: { enabled: false } }, true],
    [{ signIn: 'something-new', sandbox: { enabled: false } }, true],
    [{ sandbox: { enabled: false } }, false],
    [{ signIn: 'oidc', sandbox: { enabled: true } }, false],
    [{ signIn: 'proxy' }, false],
    [{ signIn: 'local' }, false],
  ])('%j: %s', (kubemate, unproven) => {
    expect(signsInUnproven(new ConfigReader({ kubemate }))).toBe(unproven);
  });
});
