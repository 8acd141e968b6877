/* eslint-disable jest/no-export -- run by the test that has the cluster and the backend for them */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PLACE } from '../../__testUtils__/PipelinesPortal';
import type { PipelinesPortal } from '../../__testUtils__/PipelinesPortal';
import { EVENT_LISTENERS, PIPELINE_RUNS } from '../../tekton/kinds';
import { GiteaPeer } from '@kubemate/git-hosts-node/testUtils';
import { KUBE_SECRET, signed } from './describeHooks';

const address = process.env.KUBEMATE_PEER_GITEA;
// Skipped, and counted as that, where no Gitea runs: `npm test` builds and starts one.
const describePeer = address === undefined ? describe.skip : describe;

const BRANCH = 'feature/cart';
const listener = {
  ...{ apiVersion: 'triggers.tekton.dev/v1beta1', kind: 'EventListener' },
  metadata: { name: 'gitea' },
  spec: {
    serviceAccountName: 'git-events',
    triggers: [
      ['push', 'push', `body.ref == 'refs/heads/${BRANCH}'`, 'body.after'],
      ['request', 'pull_request', "body.action == 'opened'", 'body.pull_request.head.sha'],
    ].map(([name = '', event = '', filter, commit]) => ({
      ...{ name, bindings: [{ ref: 'push' }], template: { ref: 'build' } },
      interceptors: [
        signed('github', [event]),
        {
          ref: { name: 'cel' },
          params: [
            { name: 'filter', value: filter },
            { name: 'overlays', value: [{ key: 'short', expression: `${commit}.truncate(7)` }] },
          ],
        },
      ],
    })),
  },
};

/** What Gitea itself sends, over the objects of `describeHooks`. */
export function describeGiteaHooks(running: () => PipelinesPortal): void {
  describePeer('Gitea itself', () => {
    const gitea = new GiteaPeer(String(address ?? 'http://nobody:none@127.0.0.1'));
    const clone = mkdtempSync(path.join(tmpdir(), 'gitea-hooks-'));
    let repository: string;
    let hook: number;

    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Dana', '-c', 'user.email=dana@example.com', ...args], {
        ...{ cwd: clone, stdio: ['ignore', 'pipe', 'pipe'] },
      })
        .toString()
        .trim();
    const push = (text: string) => {
      writeFileSync(path.join(clone, 'cart.txt'), text);
      git('add', '.');
      git('commit', '-qm', text);
      git('push', '-q', 'origin', BRANCH);
      return git('rev-parse', 'HEAD');
    };
    const told = async () => {
      const { items } = await running().as('dev').pipelines.listTriggers();
      return items.find(({ name }) => name === 'gitea')?.hook;
    };
    async function createHook(secret: string): Promise<number> {
      const { baseUrl, folder } = running();
      const url = `${baseUrl}/hooks/${PLACE}/${folder}/gitea`;
      const made = await gitea.ask('POST', `/repos/${repository}/hooks`, {
        ...{ type: 'gitea', active: true, events: ['push', 'pull_request'] },
        config: { url, content_type: 'json', secret },
      });
      return made.id;
    }
    // What was pushed before may still be on its way.
    async function delivery(event: string, ref: string) {
      for (let tries = 0; tries < 200; tries += 1) {
        const found = (await told())?.deliveries.find(
          each => each.event === event && each.ref === ref && each.state !== 'working',
        );
        if (found) return found;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      throw new Error(`Gitea delivered no ${event}, or it was not evaluated`);
    }

    beforeAll(async () => {
      await running().create(EVENT_LISTENERS, listener);
      const owner = await gitea.createOrganization('hooks');
      repository = `${owner}/cart`;
      await gitea.createRepository({ owner, name: 'cart' }, { 'README.md': '# Cart\n' });
      hook = await createHook(KUBE_SECRET);
      const { protocol, host } = new URL(gitea.url);
      const remote = `${protocol}//${gitea.username}:${gitea.token}@${host}/${repository}.git`;
      git('clone', '-q', remote, '.');
      git('checkout', '-qb', BRANCH);
    });
    afterAll(() => rmSync(clone, { recursive: true, force: true }));

    it('starts a trigger by a push and by a pull request', async () => {
      const commit = push('Sell carts');
      const pushed = await delivery('push', `refs/heads/${BRANCH}`);
      expect(pushed).toMatchObject({
        ...{ state: 'done', attempts: 1 },
        outcomes: [
          { name: 'push', outcome: 'started' },
          { name: 'request', outcome: 'stopped' },
        ],
      });
      expect(pushed.delivery).toMatch(/^[0-9a-f]{8}-/);
      await gitea.ask('POST', `/repos/${repository}/pulls`, {
        ...{ head: BRANCH, base: 'main', title: 'Sell carts' },
      });
      const opened = await delivery('pull_request', BRANCH);
      expect(opened).toMatchObject({
        state: 'done',
        outcomes: [
          { name: 'push', outcome: 'stopped' },
          { name: 'request', outcome: 'started' },
        ],
      });
      for (const { outcomes } of [pushed, opened]) {
        const [run = ''] = outcomes.flatMap(({ runs }) => runs);
        const { spec } = await running().object(PIPELINE_RUNS, run);
        expect(spec).toMatchObject({ params: [{ name: 'tag', value: commit.slice(0, 7) }] });
      }
    });

    it('starts nothing with another secret than the listener has', async () => {
      await gitea.ask('DELETE', `/repos/${repository}/hooks/${hook}`);
      const before = (await told())?.deliveries.length;
      await createHook('another');
      push('Sell more carts');
      for (let tries = 0; tries < 200 && (await told())?.refusal === undefined; tries += 1)
        await new Promise(resolve => setTimeout(resolve, 50));
      const { refusal, deliveries } = (await told()) ?? {};
      expect(refusal).toMatchObject({ reason: 'differs' });
      expect(deliveries).toHaveLength(before ?? 0);
    });
  });
}
