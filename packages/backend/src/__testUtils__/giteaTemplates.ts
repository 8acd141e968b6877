/* eslint-disable jest/no-export -- run by the test that has the portal for them */
import { GiteaPeer } from '@kubemate/git-hosts-node/testUtils';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SandboxPortal } from './SandboxPortal';
import { ORDERS, runTemplate } from './ServiceTemplates';

const address = process.env.KUBEMATE_PEER_GITEA;
// Skipped, and counted as that, where no Gitea runs: `npm test` builds and starts one.
const describePeer = address === undefined ? describe.skip : describe;

/** A Gitea with an organization that the configuration gives to the shop team. */
export interface GiteaHost {
  readonly gitea: GiteaPeer;
  readonly organization: string;
  readonly config: { readonly integrations: object; readonly gitRepositories: readonly object[] };
}

/** Undefined where no Gitea runs. */
export async function giteaHost(): Promise<GiteaHost | undefined> {
  if (address === undefined) return undefined;
  const gitea = new GiteaPeer(address);
  const organization = await gitea.createOrganization('shop');
  return {
    ...{ gitea, organization },
    config: {
      integrations: { gitea: [gitea.integration] },
      gitRepositories: [
        { url: `${gitea.url}/${organization}`, owners: ['group:default/shop-team'] },
      ],
    },
  };
}

const TEMPLATE = (version: string, versions: readonly string[]) => `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: hosted-service
  title: Service on Gitea
  annotations:
    kubemate.io/template-version: ${version}
    kubemate.io/template-versions: |
${versions.map(line => `      ${line}`).join('\n')}
spec:
  owner: group:default/platform-team
  type: service
  parameters:
    - title: The service
      required: [name, repoUrl]
      properties:
        name: { title: Name, type: string }
        repoUrl: { title: Where, type: string }
  steps:
    - id: source
      action: fetch:template
      input: { url: ./hosted, values: { name: '\${{ parameters.name }}' } }
    - id: record
      action: kubemate:template:record
      input:
        template: template:default/hosted-service
        version: ${version}
        values: \${{ parameters }}
    - id: publish
      action: publish:gitea
      input:
        repoUrl: \${{ parameters.repoUrl }}
        description: By a template
        defaultBranch: main
`;

const SKELETON: Readonly<Record<string, string>> = {
  'catalog-info.yaml': `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: \${{ values.name }}
  annotations:
    kubemate.io/template: hosted-service
spec: { type: service, lifecycle: production, owner: group:default/shop-team }
`,
  'README.md': '# The service ${{ values.name }}\n',
  'src/main.js': 'one();\ntwo();\nthree();\nfour();\nfive();\n',
};

const OPERATIONS = '/repositories/operations';

/** Backstage’s own `publish:gitea`, and what comes after it, over a real Gitea. */
export function describeGiteaTemplates(running: () => SandboxPortal, host: () => GiteaHost): void {
  describePeer('on a real Gitea', () => {
    const write = (file: string, text: string) => {
      const at = path.join(running().templates, 'services', file);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, text);
    };
    const urlOf = (name: string) => `${host().gitea.url}/${host().organization}/${name}`;
    const placeOf = (name: string) => `${host().organization}/${name}`;
    const ask = (where: string, body?: object) => running().ask('developer', where, body);
    const detailOf = async (name: string) =>
      (await ask(`/repositories/on-hosts/template?repository=${encodeURIComponent(urlOf(name))}`))
        .body;
    const onHost = (name: string, at: string) =>
      host().gitea.ask('GET', `/repos/${placeOf(name)}/${at}`);
    const fileOf = async (name: string, file: string, ref = 'main') => {
      const { content } = await onHost(name, `contents/${file}?ref=${encodeURIComponent(ref)}`);
      return Buffer.from(content, 'base64').toString('utf8');
    };

    beforeAll(async () => {
      for (const [file, text] of Object.entries(SKELETON)) write(`hosted/${file}`, text);
      write('hosted-service.yaml', TEMPLATE('1.0.0', ['1.0.0 The first']));
      const all = path.join(running().templates, 'all.yaml');
      const text = readFileSync(all, 'utf8').trimEnd();
      writeFileSync(all, `${text}\n    - ./services/hosted-service.yaml\n`);
      await running().untilTemplates(['hosted-service']);
    }, 120_000);

    it('makes a service by Backstage’s own step, which is told of as made by its template', async () => {
      const { organization, gitea } = host();
      const task = await runTemplate(running(), 'hosted-service', {
        ...{ name: 'baskets', repoUrl: `${gitea.host}?owner=${organization}&repo=baskets` },
      });
      expect(`${task.body.status} ${task.log.slice(-1500)}`).toMatch(/^completed /);
      expect(await fileOf('baskets', 'README.md')).toBe('# The service baskets\n');
      expect(await detailOf('baskets')).toMatchObject({
        ...{
          url: urlOf('baskets'),
          name: 'baskets',
          state: 'current',
          version: '1.0.0',
          files: [],
        },
        may: { write: true },
      });
      // What the catalog reads from hosts is registered by those who run the portal, or found by a provider.
      const registered = await running().ask('platform', '/catalog/locations', {
        ...{ type: 'url', target: `${urlOf('baskets')}/src/branch/main/catalog-info.yaml` },
      });
      expect(registered.status).toBe(201);
      const listed = await running().askUntil('developer', '/repositories/templated', {
        isMet: ({ body }) => body.items.some(({ url }: any) => url === urlOf('baskets')),
        seconds: 60,
      });
      expect(listed.body.items.find(({ url }: any) => url === urlOf('baskets'))).toMatchObject({
        ...{ state: 'current', component: 'component:default/baskets', may: { write: true } },
      });
      // To whom the configuration does not give it, there is none.
      const denied = await running().ask(
        'ml',
        `/repositories/on-hosts/files?repository=${encodeURIComponent(urlOf('baskets'))}`,
      );
      expect([denied.status, denied.body.error.message]).toEqual([
        ...[404, expect.stringContaining('There is no repository')],
      ]);
      const others = await running().ask('ml', '/repositories/templated');
      expect(JSON.stringify(others.body)).not.toContain(organization);
    });

    it('upgrades it by a pull request that keeps what was changed by hand', async () => {
      const { gitea } = host();
      const change = async (file: string, text: string) => {
        const { sha } = await onHost('baskets', `contents/${file}`);
        await gitea.ask('PUT', `/repos/${placeOf('baskets')}/contents/${file}`, {
          ...{ message: 'Ours', sha, content: Buffer.from(text).toString('base64') },
        });
      };
      await change('src/main.js', 'one();\ntwo();\nthree();\nfour();\nfive();\nours();\n');
      write('hosted/src/main.js', 'theirs();\none();\ntwo();\nthree();\nfour();\nfive();\n');
      write('hosted/NEW.md', 'New for ${{ values.name }}\n');
      write(
        'hosted-service.yaml',
        TEMPLATE('2.0.0', ['2.0.0 Tells what is new', '1.0.0 The first']),
      );
      await running().askUntil(
        'developer',
        '/catalog/entities/by-name/template/default/hosted-service',
        {
          isMet: ({ body }) =>
            body.metadata.annotations['kubemate.io/template-version'] === '2.0.0',
          seconds: 90,
        },
      );
      expect(await detailOf('baskets')).toMatchObject({
        ...{ state: 'behind', behind: 1, version: '1.0.0', current: '2.0.0' },
        since: [{ version: '2.0.0', summary: 'Tells what is new' }],
        files: [
          { path: 'NEW.md', today: 'missing' },
          { path: 'src/main.js', byHand: 'changed', today: 'differs' },
        ],
      });
      const input = { repository: urlOf('baskets') };
      const upgrade = `${OPERATIONS}/upgrade-on-host`;
      const plan = await ask(`${upgrade}?plan=true`, input);
      expect([plan.status, plan.body]).toMatchObject([200, { allowed: true, warnings: [] }]);
      const denied = await running().ask('auditor', upgrade, input);
      expect(denied.status).toBe(403);
      const ran = await ask(upgrade, input);
      expect([ran.status, ran.body.error]).toEqual([200, undefined]);
      const { number, branch, url } = ran.body.output;
      expect(url).toBe(`${urlOf('baskets')}/pulls/${number}`);
      const twice = await ask(upgrade, input);
      expect([twice.status, JSON.stringify(twice.body)]).toEqual([
        ...[403, expect.stringContaining('proposes an upgrade already')],
      ]);
      const request = await onHost('baskets', `pulls/${number}`);
      expect(request).toMatchObject({
        ...{ state: 'open', title: 'Upgrade hosted-service to 2.0.0' },
        body: expect.stringContaining('Requested-by: user:default/'),
      });
      expect(await fileOf('baskets', 'src/main.js', branch)).toBe(
        'theirs();\none();\ntwo();\nthree();\nfour();\nfive();\nours();\n',
      );
      expect(await fileOf('baskets', 'NEW.md', branch)).toBe('New for baskets\n');
      await gitea.merge(placeOf('baskets'), number);
      expect(await detailOf('baskets')).toMatchObject({ state: 'current', version: '2.0.0' });
      const done = await ask(`${upgrade}?plan=true`, input);
      expect(done.body).toMatchObject({
        ...{ allowed: false, reason: expect.stringContaining('already') },
      });
    });

    it('opens an upgrade with marked lines as a draft, which Gitea does not merge', async () => {
      const { gitea } = host();
      const { sha } = await onHost('baskets', 'contents/README.md');
      await gitea.ask('PUT', `/repos/${placeOf('baskets')}/contents/README.md`, {
        ...{ message: 'Ours', sha, content: Buffer.from('# Our baskets\n').toString('base64') },
      });
      write('hosted/README.md', '# Their ${{ values.name }}\n');
      const all = ['3.0.0 Says it otherwise', '2.0.0 Tells what is new', '1.0.0 The first'];
      write('hosted-service.yaml', TEMPLATE('3.0.0', all));
      const at = '/catalog/entities/by-name/template/default/hosted-service';
      await running().askUntil('developer', at, {
        isMet: ({ body }) => body.metadata.annotations['kubemate.io/template-version'] === '3.0.0',
        seconds: 90,
      });
      const input = { repository: urlOf('baskets') };
      const upgrade = `${OPERATIONS}/upgrade-on-host`;
      const plan = await ask(`${upgrade}?plan=true`, input);
      expect(JSON.stringify(plan.body.warnings)).toMatch(/same lines.*is asked for a draft/);
      const ran = await ask(upgrade, input);
      expect(ran.body.output).toMatchObject({ isDraft: true, conflicts: ['README.md'] });
      const { number, branch } = ran.body.output;
      const request = await onHost('baskets', `pulls/${number}`);
      expect(request).toMatchObject({
        ...{ title: expect.stringMatching(/^WIP: Upgrade .* 1 conflict$/), draft: true },
        body: expect.stringContaining('`README.md` was changed by hand and by the template'),
      });
      const merge = `/repos/${placeOf('baskets')}/pulls/${number}`;
      await expect(gitea.ask('POST', `${merge}/merge`, { Do: 'merge' })).rejects.toThrow(/405/);
      const marked = await onHost('baskets', `contents/README.md?ref=${branch}`);
      await gitea.ask('PUT', `/repos/${placeOf('baskets')}/contents/README.md`, {
        ...{ message: 'Resolve', branch, sha: marked.sha },
        content: Buffer.from('# Our and their baskets\n').toString('base64'),
      });
      await gitea.ask('PATCH', merge, { title: 'Upgrade, resolved' });
      await gitea.merge(placeOf('baskets'), number);
      expect(await detailOf('baskets')).toMatchObject({ state: 'current', version: '3.0.0' });
    });

    it('proposes to an existing repository what it lacks, and leaves what it has', async () => {
      const { gitea, organization: owner } = host();
      await gitea.createRepository(
        { owner, name: 'Legacy' },
        { 'main.go': 'package main\n', Jenkinsfile: '// ours\n' },
      );
      const values = {
        ...{
          repository: urlOf('Legacy'),
          name: 'legacy-cart',
          description: 'Older than the portal',
        },
        ...{ environments: ORDERS.environments, port: 9000, healthPath: '/h', readyPath: '/h' },
        ...{ memory: '512Mi', pipeline: 'jenkins', registry: 'registry.example.com' },
        ...{ testImage: 'docker.io/library/golang:1.26-bookworm', testCommand: 'go test ./...' },
      };
      const task = await runTemplate(running(), 'onboard-repository', values);
      expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
      const [request] = await onHost('Legacy', 'pulls?state=open');
      const files = await onHost('Legacy', `pulls/${request.number}/files?limit=100`);
      const paths = files.map(({ filename }: any) => filename);
      expect(paths).toEqual(
        expect.arrayContaining(['catalog-info.yaml', 'deploy/overlays/prod/kustomization.yaml']),
      );
      expect(paths).not.toContain('Jenkinsfile');
      expect(await fileOf('Legacy', 'catalog-info.yaml', 'onboard')).toContain('shop-team');
      const undo = await ask(`/template-runs/runs/${task.body.id}/undo-plan`);
      expect(JSON.stringify(undo.body)).toContain(`${urlOf('Legacy')}/pulls/${request.number}`);
      // Whoever asks again is told of the one that is open.
      const second = await runTemplate(running(), 'onboard-repository', values);
      expect([second.body.status, second.log]).toEqual([
        ...['failed', expect.stringContaining('proposes that already')],
      ]);
      await gitea.merge(placeOf('Legacy'), request.number);
      const again = await runTemplate(running(), 'onboard-repository', values);
      expect([again.body.status, again.log]).toEqual([
        ...['failed', expect.stringContaining('Everything is there already')],
      ]);
    });

    it('proposes an environment and a route to what is there, by its entity', async () => {
      const registered = await running().ask('platform', '/catalog/locations', {
        ...{ type: 'url', target: `${urlOf('Legacy')}/src/branch/main/catalog-info.yaml` },
      });
      expect(registered.status).toBe(201);
      const entity = '/catalog/entities/by-name/component/default/legacy-cart';
      await running().askUntil('developer', entity, {
        isMet: ({ status }) => status === 200,
        seconds: 60,
      });
      const component = 'component:default/legacy-cart';
      const propose = async (template: string, values: object) => {
        const task = await runTemplate(running(), template, { component, ...values });
        expect([task.body.status, task.log.slice(-1500)]).toEqual(['completed', expect.anything()]);
        const [request] = await onHost('Legacy', 'pulls?state=open&sort=recentupdate');
        const files = await onHost('Legacy', `pulls/${request.number}/files?limit=100`);
        return { request, paths: files.map(({ filename }: any) => filename).sort() };
      };
      const environment = await propose('add-environment', {
        ...{ environment: 'demo', cluster: 'dev', namespace: 'shop' },
        ...{ minReplicas: 1, maxReplicas: 3 },
      });
      expect(environment.request).toMatchObject({ title: 'Add the environment demo' });
      expect(environment.paths).toContain('deploy/overlays/demo/kustomization.yaml');
      expect(environment.paths.every((at: string) => /^deploy\/overlays\/demo\//.test(at))).toBe(
        true,
      );
      await host().gitea.merge(placeOf('Legacy'), environment.request.number);
      const before = await fileOf('Legacy', 'catalog-info.yaml');
      const route = await propose('add-route', {
        ...{ environment: 'dev', cluster: 'dev', host: 'legacy.example.com', gateway: 'public' },
        ...{ gatewayNamespace: 'kube-system', firstShare: 20, secondShare: 60, minutes: 3 },
      });
      expect(route.paths).toEqual([
        'catalog-info.yaml',
        'deploy/overlays/dev/httproute.yaml',
        'deploy/overlays/dev/kustomization.yaml',
      ]);
      const after = await fileOf('Legacy', 'catalog-info.yaml', 'route-dev');
      expect(after).toContain('kubemate.io/rollout-steps: 20/3m, 60/3m');
      // Nothing else of the file is written anew.
      expect(after.split('\n').filter(line => !before.includes(line))).toHaveLength(3);
      expect(await fileOf('Legacy', 'deploy/overlays/dev/httproute.yaml', 'route-dev')).toContain(
        'legacy.example.com',
      );
    });
  });
}
