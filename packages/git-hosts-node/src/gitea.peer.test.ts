import { mockServices } from '@backstage/backend-test-utils';
import { systemClock } from '@kubemate/kube-node';
import { describeForge, FORGE_FILES } from './testUtils/describeForge';
import type { ForgePeer } from './testUtils/describeForge';
import { GiteaPeer } from './testUtils/GiteaPeer';
import { openHosts } from './openHosts';

jest.setTimeout(60_000);

const address = process.env.KUBEMATE_PEER_GITEA;
// Skipped, and counted as that, where no Gitea runs: `npm test` builds and starts one.
const describePeer = address === undefined ? describe.skip : describe;

async function start(): Promise<ForgePeer> {
  const gitea = new GiteaPeer(String(address));
  const owner = await gitea.createOrganization('forge');
  await gitea.createRepository({ owner, name: 'deploy' }, FORGE_FILES);
  const { forge, close } = openHosts({
    config: mockServices.rootConfig({
      data: {
        integrations: { gitea: [gitea.integration] },
        kubemate: {
          pipelines: {
            gitRepositories: [
              { url: `${gitea.url}/${owner}`, owners: ['group:default/shop-team'], readers: ['*'] },
            ],
          },
        },
      },
    }),
    userInfo: mockServices.userInfo(),
    clock: systemClock,
  });
  const repository = `${owner}/deploy`;
  const rules = `/repos/${repository}/branch_protections`;
  return {
    ...{ forge, close, repository: `${gitea.url}/${repository}` },
    owner: { user: 'user:default/dana', groups: ['group:default/shop-team'] },
    reader: { user: 'user:default/vera', groups: [] },
    ...{ missing: `${gitea.url}/${owner}/none`, badNames: [repository, `${gitea.url}/${owner}`] },
    ownerIn: /Requested-by: user:default\/dana/,
    merge: number => gitea.merge(repository, number),
    protect: isProtected =>
      isProtected
        ? gitea.ask('POST', rules, { rule_name: 'main', enable_push: false })
        : gitea.ask('DELETE', `${rules}/main`),
  };
}

describePeer('Gitea itself', () => {
  describeForge('of Gitea', start);
});
