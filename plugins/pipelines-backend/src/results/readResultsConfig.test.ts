import { ConfigReader } from '@backstage/config';
import { readResultsConfig } from './readResultsConfig';

const entry = { cluster: 'prod', url: 'https://results.example.com', token: 'hunter2' };
const read = (...tektonResults: object[]) =>
  readResultsConfig(new ConfigReader({ kubemate: { pipelines: { tektonResults } } }));

describe('the configuration of Tekton Results', () => {
  it('is none where there is none, and takes a file in place of a token', () => {
    expect(readResultsConfig(new ConfigReader({}))).toEqual([]);
    const { token: _token, ...rest } = entry;
    expect(read({ ...rest, tokenFile: '/var/run/token' })).toHaveLength(1);
  });

  it.each([
    ['an address that a token can be read on', { ...entry, url: 'http://results.example.com' }],
    ['no token', { cluster: 'prod', url: entry.url }],
    ['two tokens', { ...entry, tokenFile: '/x' }],
    ['an unknown key', { ...entry, user: 'x' }],
  ])('is refused with the key, and without the token, for %s', (_what, bad) => {
    expect(() => read(bad)).toThrow(/kubemate\.pipelines\.tektonResults\.0/);
    expect(() => read(bad)).not.toThrow(/hunter2/);
  });

  it('has one entry for a cluster', () => {
    expect(() => read(entry, entry)).toThrow('prod is there twice');
  });
});
