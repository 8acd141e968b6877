import { FakeBitbucketCloud } from './FakeBitbucketCloud';
import { FakeBitbucketServer } from './FakeBitbucketServer';
import { FakeGitea } from './FakeGitea';
import { FakeGithub } from './FakeGithub';
import { FakeGitlab } from './FakeGitlab';

/** Each host, with what `integrations` says of it. */
export const FAKE_HOSTS = {
  GitHub: {
    make: () => new FakeGithub(),
    integration: (host: string) => ({
      github: [{ host, apiBaseUrl: `http://${host}/api/v3`, token: 'github-token' }],
    }),
  },
  GitLab: {
    make: () => new FakeGitlab(),
    integration: (host: string) => ({
      gitlab: [...[{ host, apiBaseUrl: `http://${host}/api/v4`, baseUrl: `http://${host}` }]].map(
        each => ({ ...each, token: 'gitlab-token' }),
      ),
    }),
  },
  Gitea: {
    make: () => new FakeGitea(),
    integration: (host: string) => ({
      gitea: [{ host, baseUrl: `http://${host}`, username: 'bot', password: 'gitea-token' }],
    }),
  },
  'Bitbucket Cloud': {
    make: () => new FakeBitbucketCloud(),
    integration: (_host: string) => ({ bitbucketCloud: [{ token: 'bitbucket-token' }] }),
  },
  'Bitbucket Data Center': {
    make: () => new FakeBitbucketServer(),
    integration: (host: string) => ({
      bitbucketServer: [
        { host, apiBaseUrl: `http://${host}/rest/api/1.0`, token: 'bitbucket-server-token' },
      ],
    }),
  },
} as const;

/** The place of the fake of Bitbucket Cloud, which no configuration can name. */
export const fakeBitbucketCloud = (host: string) => ({
  ...{ host, apiUrl: `http://${host}/2.0`, base: `http://${host}` },
});
