import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

async function publishActions(integrations: Record<string, Record<string, string>[]>) {
  const portal = await startPortal({
    auth: { providers: { local: {} } },
    permission: { enabled: true },
    integrations,
    kubemate: { signIn: 'local', sandbox: { enabled: false } },
  });
  try {
    const signIn = await globalThis.fetch(`${portal.url}/api/auth/local/refresh`);
    const { token } = (await signIn.json()).backstageIdentity;
    const headers = { authorization: `Bearer ${token}` };
    const response = await globalThis.fetch(`${portal.url}/api/scaffolder/v2/actions`, { headers });
    const actions: { id: string }[] = await response.json();
    return actions.map(({ id }) => id).filter(id => id.startsWith('publish:'));
  } finally {
    await portal.stop();
  }
}

it('offers the steps of those git hosts that there are integrations for', async () => {
  expect(await publishActions({})).toEqual([]);
  const host = 'git.example.com';
  const apiBaseUrl = `https://${host}/api/v4`;
  expect(await publishActions({ gitlab: [{ host, apiBaseUrl, token: 'secret' }] })).toEqual(
    expect.arrayContaining(['publish:gitlab', 'publish:gitlab:merge-request']),
  );
  const both = await publishActions({
    github: [{ host: 'github.com', token: 'secret' }],
    gitea: [{ host }],
    bitbucketCloud: [{ username: 'portal', token: 'secret' }],
    bitbucketServer: [{ host, apiBaseUrl: `https://${host}/rest/api/1.0`, token: 'secret' }],
  });
  expect(both).toEqual(
    expect.arrayContaining([
      ...['publish:github', 'publish:gitea', 'publish:bitbucketCloud', 'publish:bitbucketServer'],
    ]),
  );
  expect(both).not.toContain('publish:gitlab');
});
