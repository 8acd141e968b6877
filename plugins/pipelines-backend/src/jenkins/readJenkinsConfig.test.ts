import { mockServices } from '@backstage/backend-test-utils';
import { say } from '@kubemate/plugin-pipelines-common';
import { JenkinsAccess } from './JenkinsAccess';
import { readJenkinsConfig } from './readJenkinsConfig';

const good = {
  ...{ name: 'ci', url: 'https://ci.example.com/jenkins/', username: 'kubemate' },
  token: 'canary-config-token',
  folders: [{ path: 'shop', owners: ['group:default/shop-team'] }],
};

function read(jenkins: unknown, clusters: readonly string[] = []) {
  const config = mockServices.rootConfig({
    data: JSON.parse(JSON.stringify({ kubemate: { pipelines: { jenkins } } })),
  });
  return readJenkinsConfig(config, { clusters });
}

describe('readJenkinsConfig', () => {
  it('reads an instance with what is left out', () => {
    expect(read([good])).toMatchObject([
      { url: 'https://ci.example.com/jenkins', builds: 50, submitters: {}, allowPlainHttp: false },
    ]);
    expect(read(undefined)).toEqual([]);
  });

  it.each([
    [[{ ...good, folders: undefined }], 'kubemate.pipelines.jenkins[0].folders must say whose'],
    [[{ ...good, folders: [] }], 'kubemate.pipelines.jenkins[0].folders must say whose'],
    [
      [{ ...good, folders: [{ path: 'shop/', owners: ['*'] }] }],
      'kubemate.pipelines.jenkins[0].folders[0].path must be a full name',
    ],
    [
      [{ ...good, folders: [{ path: '/', owners: ['shop-team'] }] }],
      'kubemate.pipelines.jenkins[0].folders[0].owners[0] must be the ref of a group or user',
    ],
    [
      [{ ...good, url: 'http://ci.example.com' }],
      'kubemate.pipelines.jenkins[0].url must start with https://, or allowPlainHttp be true',
    ],
    [[good, good], 'kubemate.pipelines.jenkins[1].name must be unique'],
    [[{ ...good, tokn: 'x' }], 'kubemate.pipelines.jenkins[0]'],
    [[{ ...good, username: 'a:b' }], 'kubemate.pipelines.jenkins[0].username must not contain'],
    [{}, 'kubemate.pipelines.jenkins must be a list of instances'],
  ])('names the key that is wrong (%#)', (jenkins, message) => {
    expect(() => read(jenkins)).toThrow(message);
  });

  it('keeps the names of instances and clusters apart', () => {
    expect(() => read([good], ['ci'])).toThrow(
      'kubemate.pipelines.jenkins[0].name must not be that of a cluster',
    );
  });

  it('does not repeat a secret', () => {
    const wrong = { ...good, token: 5, username: 'canary-config-token:x' };
    expect(() => read([wrong])).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('canary') }),
    );
  });
});

describe('JenkinsAccess', () => {
  const access = new JenkinsAccess({
    folders: [
      { path: 'shop', owners: ['group:default/shop-team'], readers: ['*'] },
      { path: 'shop/vault', owners: ['user:default/dana'], readers: [] },
    ],
    submitters: { 'release-managers': ['group:default/release'] },
  });
  const person = (name: string, ...groups: string[]) => ({
    userEntityRef: `user:default/${name}`,
    ownershipEntityRefs: groups.map(group => `group:default/${group}`),
  });

  it.each([
    ['shop/web', person('sam', 'shop-team'), true, true],
    ['shop/web', person('eve'), true, false],
    ['shop/vault/keys', person('sam', 'shop-team'), false, false],
    ['shop/vault/keys', person('dana'), true, true],
    ['shopping', person('sam', 'shop-team'), false, false],
    ['payments/checkout', person('sam', 'shop-team'), false, false],
  ])('lets the longest path decide about %s', (fullName, viewer, mayRead, mayAct) => {
    expect(access.mayRead(viewer, fullName)).toBe(mayRead);
    expect(access.mayAct(viewer, fullName)).toBe(mayAct);
  });

  it('lets answer whom a name of Jenkins stands for', () => {
    expect(access.whyNotAnswer(person('eve'), [])).toBeUndefined();
    expect(
      access.whyNotAnswer(person('kim', 'release'), ['x', 'release-managers']),
    ).toBeUndefined();
    expect(access.whyNotAnswer(person('eve'), ['release-managers'])).toEqual(
      say('keptFor', { names: 'release-managers' }),
    );
    expect(access.whyNotAnswer(person('eve'), ['toString'])).toBeDefined();
  });
});
