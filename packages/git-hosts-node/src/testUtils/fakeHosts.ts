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
} as const;
