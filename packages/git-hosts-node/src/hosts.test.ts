import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { describeForge, FORGE_FILES } from './testUtils/describeForge';
import type { ForgePeer } from './testUtils/describeForge';
import { fakeBitbucketCloud, FAKE_HOSTS as HOSTS } from './testUtils/fakeHosts';
import type { FakeHost } from './testUtils/FakeHost';
import { openHosts } from './openHosts';

jest.setTimeout(60_000);

const OVERLAY = 'deploy/overlays/prod/kustomization.yaml';
const OWNER = { user: 'user:default/dana', groups: ['group:default/shop-team'] };
const READER = { user: 'user:default/vera', groups: [] };

type Name = keyof typeof HOSTS;

async function start(name: Name, rules?: (host: string) => JsonObject[]) {
  const { make, integration } = HOSTS[name];
  const fake: FakeHost = make();
  await fake.start();
  for (const [path, text] of Object.entries(FORGE_FILES)) fake.git.write('main', path, text);
  let now = 0;
  const given = rules?.(fake.host) ?? [
    {
      url: `https://${fake.host}${fake.page.replace(/\/deploy$/, '')}`,
      owners: ['group:default/shop-team'],
      readers: ['*'],
    },
  ];
  const { forge, remotes, close } = openHosts({
    config: mockServices.rootConfig({
      data: {
        integrations: integration(fake.host),
        kubemate: { pipelines: { gitRepositories: given } },
      },
    }),
    userInfo: mockServices.userInfo(),
    clock: { now: () => now, after: () => () => {} },
    bitbucketCloud: fakeBitbucketCloud(fake.host),
  });
  const address = `https://${fake.host}${fake.page}`;
  return {
    ...{ fake, forge, address },
    open: (user = OWNER) => forge.open(address, user),
    remote: () => remotes.open(address, OWNER).repository,
    pass: (ms: number) => void (now += ms),
    async close() {
      await close();
      await fake.close();
    },
  };
}

for (const name of Object.keys(HOSTS) as Name[])
  describeForge(name, async (): Promise<ForgePeer> => {
    const { fake, forge, address: repository, close } = await start(name);
    return {
      ...{ forge, repository, close, owner: OWNER, reader: READER },
      missing: `https://${fake.host}${fake.page.replace(/deploy$/, 'none')}`,
      badNames: [
        'acme/deploy',
        'https://elsewhere.example/acme/deploy',
        `https://${fake.host}/acme`,
        `https://${fake.host}/acme/../deploy`,
        `https://${fake.host}/acme/de%70loy`,
        `https://me:secret@${fake.host}/acme/deploy`,
        `https://${fake.host}/acme/deploy?ref=x`,
      ],
      ownerIn: /Requested-by: user:default\/dana/,
      merge: async number => fake.merge(number),
      protect: async isProtected => void (fake.isProtected = isProtected),
    };
  });

describe.each(Object.keys(HOSTS) as Name[])('%s', name => {
  let peer: Awaited<ReturnType<typeof start>>;
  beforeEach(async () => {
    peer = await start(name);
  });
  afterEach(() => peer.close());

  it.each([
    [429, { 'retry-after': '30' }],
    ...(name === 'GitHub'
      ? [[403, { 'x-ratelimit-remaining': '0', 'retry-after': '30' }] as const]
      : []),
  ] as const)('is left alone for as long as a %s asks', async (status, headers) => {
    const repository = peer.open();
    peer.fake.next = { status, headers, body: { message: 'slow down' } };
    const away = { name: 'ServiceUnavailableError', message: expect.stringContaining('30 s') };
    await expect(repository.read(OVERLAY)).rejects.toMatchObject(away);
    const { length } = peer.fake.asked;
    peer.pass(29_000);
    await expect(repository.read(OVERLAY)).rejects.toMatchObject({ name: away.name });
    expect(peer.fake.asked).toHaveLength(length);
    peer.pass(2_000);
    await expect(repository.read(OVERLAY)).resolves.toMatchObject({ branch: 'main' });
  });

  it.each([
    [401, 'NotAllowedError'],
    [403, 'NotAllowedError'],
    [404, 'NotFoundError'],
    [301, 'NotFoundError'],
    [500, 'ServiceUnavailableError'],
    [200, 'ServiceUnavailableError'],
  ])('tells what a %s means, as an error of the portal', async (status, error) => {
    peer.fake.next = { status, body: { message: 'because' }, headers: { location: 'http://evil' } };
    await expect(peer.open().read(OVERLAY)).rejects.toMatchObject({ name: error });
    expect(peer.fake.asked).toHaveLength(1);
  });

  it('sends nothing but what it has to, and never says the credential', async () => {
    await peer.open().read(OVERLAY);
    const headers = Object.keys(peer.fake.asked[0]?.headers ?? {});
    const known =
      /^(accept|authorization|private-token|user-agent|x-github-api-version|x-atlassian-token|host|connection)$/;
    expect(headers.filter(each => !known.test(each))).toEqual([]);
    peer.fake.next = { status: 401, body: { message: 'bad' } };
    const error = await peer
      .open()
      .read(OVERLAY)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/-token/);
  });

  it('takes no pull request of a fork for its own', async () => {
    const repository = peer.open();
    const { head } = await repository.read(OVERLAY);
    peer.fake.pulls.push({
      ...{ number: 1, head: 'mine', base: 'main', isOfFork: true },
      ...{ title: 'Not yours', body: '', state: 'closed' },
    });
    const proposal = { path: OVERLAY, text: 'images: []\n', message: 'Mine', head, branch: 'mine' };
    expect(await repository.propose(proposal)).toBe(2);
  });

  it('opens what must not be merged yet as a draft', async () => {
    const draft = (branch: string) => {
      peer.fake.git.move(branch, peer.fake.git.head('main') ?? '', undefined);
      const told = { base: 'main', title: 'Upgrade', body: 'See', isDraft: true };
      return peer.remote().openPullRequest({ ...told, branch });
    };
    const { number, isDraft } = await draft('marked');
    expect(isDraft).toBe(true);
    expect(() => peer.fake.merge(number)).toThrow(/is a draft/);
    expect(peer.fake.pulls[0]?.title).toMatch(/^(WIP: |Draft: )?Upgrade$/);
    // GitLab and Gitea know drafts by the title, and always have them.
    peer.fake.hasDrafts = false;
    expect(await draft('again')).toEqual({ number: 2, isDraft: /^Git(Lab|ea)$/.test(name) });
  });

  it('finds its own beyond many of forks from a branch of the same name', async () => {
    const repository = peer.open();
    const { head } = await repository.read(OVERLAY);
    const proposal = { path: OVERLAY, text: 'images: []\n', message: 'Mine', head, branch: 'mine' };
    const number = await repository.propose(proposal);
    for (let at = 0; at < 120; at += 1)
      peer.fake.pulls.push({
        ...{ number: at + 2, head: 'mine', base: 'main', isOfFork: true },
        ...{ title: 'Not yours', body: '', state: 'closed' },
      });
    expect(await repository.propose(proposal)).toBe(number);
  });

  it('commits nothing onto a branch that somebody else has begun there', async () => {
    const { head } = await peer.open().read(OVERLAY);
    peer.fake.git.move('theirs', head, undefined);
    const change = { path: OVERLAY, text: 'images: []\n', message: 'Mine', head };
    await peer.remote().branchOff(change, 'theirs', 'main');
    expect(peer.fake.git.head('theirs')).toBe(head);
  });

  it('takes bytes for no text', async () => {
    peer.fake.git.write('main', 'deploy/overlays/prod/logo.bin', Buffer.from([0xff, 0xfe, 0x00]));
    await expect(peer.open().read('deploy/overlays/prod/logo.bin')).rejects.toThrow(/no text file/);
    await expect(peer.open().read('deploy/overlays/prod')).rejects.toMatchObject({
      name: expect.stringMatching(/^(InputError|NotFoundError)$/),
    });
    const texts = await peer.open().folder('deploy/overlays/prod');
    expect([...texts.keys()]).not.toContain('logo.bin');
  });

  it('finds a pull request beyond the first page of others', async () => {
    const repository = peer.open();
    const { head } = await repository.read(OVERLAY);
    const proposal = { path: OVERLAY, text: 'images: []\n', message: 'Mine', head, branch: 'mine' };
    const number = await repository.propose(proposal);
    for (let at = 0; at < 120; at += 1)
      peer.fake.pulls.push({
        ...{ number: at + 2, head: `other-${at}`, base: 'main' },
        ...{ title: 'Other', body: '', state: 'closed' },
      });
    expect(await repository.propose(proposal)).toBe(number);
  });
});

describe('who reaches what', () => {
  const rules = (host: string) => [
    { url: `https://${host}/acme`, owners: ['group:default/shop-team'] },
    { url: `https://${host}/acme/deploy`, owners: ['group:default/payments-team'] },
  ];

  it('is said by the longest address alone, in whatever case it is written', async () => {
    const peer = await start('GitHub', rules);
    for (const address of [
      peer.address,
      `${peer.address}.git`,
      peer.address.toUpperCase().replace('HTTPS', 'https'),
    ])
      await expect(peer.forge.open(address, OWNER).read(OVERLAY)).rejects.toThrow(
        /There is no repository/,
      );
    expect(peer.fake.asked).toEqual([]);
    const theirs = { user: 'user:default/olga', groups: ['group:default/payments-team'] };
    await expect(peer.open(theirs).read(OVERLAY)).resolves.toBeDefined();
    await peer.close();
  });

  it('is asked of the portal for whoever asks now', async () => {
    const peer = await start('GitHub', host => [
      { url: `https://${host}/acme/deploy`, owners: ['user:default/mock'] },
    ]);
    const credentials = mockCredentials.user('user:default/mock');
    await expect(
      peer.forge.open(peer.address, { credentials }).read(OVERLAY),
    ).resolves.toBeDefined();
    await peer.close();
  });

  it('needs an integration, and says which is missing', async () => {
    await expect(
      start('GitHub', () => [{ url: 'https://git.example.com/acme', owners: ['*'] }]),
    ).rejects.toThrow(
      /integrations has no github, .* or bitbucketServer with the host git.example.com/,
    );
  });

  it.each(['ftp://x/y', 'https://git.example.com/a/../b', 'acme/deploy'])(
    'is not said by %s',
    async url => {
      await expect(start('GitHub', () => [{ url, owners: ['*'] }])).rejects.toThrow(
        /kubemate.pipelines.gitRepositories.0.url/,
      );
    },
  );
});

it('does not have GitHub send again what has not changed', async () => {
  const peer = await start('GitHub');
  const repository = peer.open();
  const first = await repository.read(OVERLAY);
  expect(await repository.read(OVERLAY)).toEqual(first);
  const again = peer.fake.asked.slice(3);
  expect(again).toHaveLength(3);
  expect(again.every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
  await peer.close();
});
