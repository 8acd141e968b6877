import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { openHosts } from '@kubemate/git-hosts-node';
import { fakeBitbucketCloud, FAKE_HOSTS } from '@kubemate/git-hosts-node/testUtils';
import type { FakeHost } from '@kubemate/git-hosts-node/testUtils';
import { systemClock } from '@kubemate/kube-node';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitText } from '../git/Git';
import { HostedMirrors } from './HostedMirrors';
import { HostedRepositories } from './HostedRepositories';

jest.setTimeout(60_000);

const OFFER = {
  ...{ read: true, create: true, write: true, merge: true },
  ...{ configure: true, delete: true, manageAll: false },
};

const personOf = (name: string, ...groups: string[]) => ({
  viewer: { userEntityRef: `user:default/${name}`, ownershipEntityRefs: groups },
  credentials: mockCredentials.user(`user:default/${name}`),
});
const dana = personOf('dana', 'group:default/shop-team');

describe.each(Object.keys(FAKE_HOSTS) as (keyof typeof FAKE_HOSTS)[])('%s', name => {
  let fake: FakeHost;
  let hosted: HostedRepositories;
  let address: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const { make, integration } = FAKE_HOSTS[name];
    fake = make();
    await fake.start();
    fake.git.write('main', 'README.md', '# Cart\n');
    address = `http://${fake.host}${fake.page}`;
    const { remotes, close } = openHosts({
      config: mockServices.rootConfig({
        data: {
          integrations: integration(fake.host),
          kubemate: {
            pipelines: { gitRepositories: [{ url: address, owners: ['group:default/shop-team'] }] },
          },
        },
      }),
      ...{ userInfo: mockServices.userInfo(), clock: systemClock },
      bitbucketCloud: fakeBitbucketCloud(fake.host),
    });
    const folder = mkdtempSync(path.join(tmpdir(), 'mirrors-'));
    const access = { reading: async () => OFFER };
    hosted = new HostedRepositories({ remotes, access, mirrors: new HostedMirrors(folder) });
    stop = async () => {
      await close();
      await fake.close();
      rmSync(folder, { recursive: true, force: true });
    };
  });
  afterAll(() => stop());

  const propose = async (branch: string, text: string) =>
    hosted.propose(await hosted.open(address, dana), {
      ...{ branch, title: 'Onboard', body: 'Why', by: 'user:default/dana', at: 1_000 },
      files: { 'deploy/run.sh': { content: text, encoding: 'utf8', executable: true } },
    });

  it('gives its default branch to git, again when that has moved', async () => {
    const first = await hosted.open(address, dana);
    expect(first).toMatchObject({ defaultBranch: 'main', head: fake.git.head('main') });
    fake.git.write('main', 'README.md', '# Cart, again\n');
    const { folder, head } = await hosted.open(address, dana);
    expect(head).not.toBe(first.head);
    const shown = await gitText(['show', `${head}:README.md`], { repository: folder });
    expect(shown).toBe('# Cart, again');
  });

  it('has a branch pushed and a pull request opened, once', async () => {
    const opened = await propose('onboard', 'one');
    expect(opened.url).toMatch(new RegExp(`^${address}/.*/${opened.number}$`));
    expect(await propose('onboard', 'one')).toEqual(opened);
    expect(fake.pulls).toHaveLength(1);
    expect(fake.pulls[0]).toMatchObject({ head: 'onboard', base: 'main', title: 'Onboard' });
    expect(fake.pulls[0]?.body).toContain('Requested-by: user:default/dana');
    const head = fake.git.head('onboard') ?? '';
    expect(fake.git.entry(head, 'deploy/run.sh')).toMatchObject({ mode: '100755' });
    expect(fake.git.entry(head, 'README.md')).toBeDefined();
  });

  it('goes on with a branch that was pushed, and takes none of somebody else', async () => {
    const { number } = await propose('cut-off', 'two');
    const pull = fake.pulls.find(each => each.number === number);
    if (pull) pull.state = 'closed';
    expect((await propose('cut-off', 'two')).number).not.toBe(number);
    fake.git.move('theirs', fake.git.head('main') ?? '', undefined);
    await expect(propose('theirs', 'three')).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('is not there for others', async () => {
    const vera = personOf('vera', 'group:default/others');
    await expect(hosted.open(address, vera)).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('tells no credential when git fails', async () => {
    fake.git.remove();
    const error = await propose('late', 'four').catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/-token|Basic/);
  });
});
