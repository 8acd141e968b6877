import { GiteaPeer } from '@kubemate/git-hosts-node/testUtils';
import type { FolderForge } from './FolderForge';
import { OVERLAY, overlayWith } from './GitOps';

/** A repository with an environment's overlay, as those see it who are not the portal. */
export interface Overlays {
  /** As `kubemate.io/gitops-repository` names it. */
  readonly repository: string;
  text(): Promise<string>;
  /** By somebody else; nothing where it says so already. */
  write(tag: string): Promise<void>;
  /** How many there are of it. */
  commits(): Promise<number>;
}

export function folderOverlays(forge: FolderForge): Overlays {
  return {
    repository: 'team/cart-deploy',
    text: async () => forge.load().files[OVERLAY] ?? '',
    write: async tag => forge.write(OVERLAY, overlayWith(tag)),
    commits: async () => forge.load().commits.length,
  };
}

export interface GiteaOverlays extends Overlays {
  readonly gitea: GiteaPeer;
  /** `OWNER/NAME` */
  readonly name: string;
  /** What the portal has to be told of it. */
  readonly hosts: { readonly integrations: object; readonly gitRepositories: readonly object[] };
}

/** Several are made at once, in the same millisecond. */
let made = 0;

/**
 * One on the Gitea of the tests, which belongs to `group:default/team`.
 * @param path - of the overlay, from the root
 * @param through - where the portal finds that Gitea, such as `http://127.0.0.1:3000`; directly where absent
 */
export async function giteaOverlays(
  address: string,
  { path = OVERLAY, through }: { path?: string; through?: string } = {},
): Promise<GiteaOverlays> {
  const gitea = new GiteaPeer(address);
  made += 1;
  const owner = await gitea.createOrganization(`promotion-${made}`);
  const name = `${owner}/cart-deploy`;
  await gitea.createRepository({ owner, name: 'cart-deploy' }, { [path]: overlayWith('1') });
  const url = through ?? gitea.url;
  const integration = { ...gitea.integration, host: new URL(url).host, baseUrl: url };
  const file = async () => gitea.ask('GET', `/repos/${name}/contents/${path}?ref=main`);
  const text = async () => Buffer.from((await file()).content, 'base64').toString('utf8');
  return {
    ...{ gitea, name, repository: `${url}/${name}`, text },
    hosts: {
      integrations: { gitea: [integration] },
      gitRepositories: [{ url: `${url}/${owner}`, owners: ['group:default/team'], readers: ['*'] }],
    },
    async write(tag) {
      if ((await text()) === overlayWith(tag)) return;
      await gitea.ask('PUT', `/repos/${name}/contents/${path}`, {
        ...{ branch: 'main', message: 'By somebody', sha: (await file()).sha },
        content: Buffer.from(overlayWith(tag), 'utf8').toString('base64'),
      });
    },
    async commits() {
      const found = await gitea.ask('GET', `/repos/${name}/commits?sha=main&limit=50&stat=false`);
      return found.length;
    },
  };
}
