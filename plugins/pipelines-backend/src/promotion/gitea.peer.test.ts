import { promotionOperations as op } from '@kubemate/plugin-pipelines-common';
import type { OperationReceipt } from '@kubemate/operations-common';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { parse } from 'yaml';
import { GitOps } from './__testUtils__/GitOps';
import { giteaOverlays } from './__testUtils__/overlays';
import type { GiteaOverlays } from './__testUtils__/overlays';
import { startPromotionPortal, REF } from './__testUtils__/PromotionPortal';
import type { PromotionPortal } from './__testUtils__/PromotionPortal';
import { ADMIN, CLUSTER, imageOf } from './__testUtils__/stages';

jest.setTimeout(240_000);

const TO_STAGING = { component: REF, from: 'dev', to: 'staging' };
const PATH = 'deploy/overlays/staging/kustomization.yaml';
const kubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
const address = process.env.KUBEMATE_PEER_GITEA;
// Skipped, and counted as that, where they are not to be had: `npm test` builds and starts both.
const describePeer = kubeconfig === undefined || address === undefined ? describe.skip : describe;

/** The way to a server, which can be cut. */
async function startWay(to: string) {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer(near => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

describePeer('promotions through Gitea, on the real API server', () => {
  const peer = () => {
    const { clusters, users } = parse(readFileSync(String(kubeconfig), 'utf8'));
    return { server: clusters[0].cluster.server, token: users[0].user.token };
  };
  let portal: PromotionPortal;
  let overlays: GiteaOverlays;
  let way: Awaited<ReturnType<typeof startWay>>;
  let gitOps: GitOps;
  afterEach(async () => {
    gitOps?.close();
    await portal?.stop();
    await way?.close();
  });

  async function begin(delivery: 'commit' | 'pull-request') {
    way = await startWay(String(address));
    overlays = await giteaOverlays(String(address), { path: PATH, through: way.url });
    portal = await startPromotionPortal({
      ...{ peer: peer(), delivery, hosts: overlays.hosts },
      annotations: { 'kubemate.io/gitops-repository': overlays.repository },
    });
    gitOps = new GitOps({
      ...{ kube: portal.admin, viewer: ADMIN, cluster: CLUSTER, namespace: 'shop-staging' },
      overlay: () => overlays.text(),
    });
    gitOps.resume();
    for (const stage of ['dev', 'staging', 'prod'] as const) await portal.settled(stage);
    return portal.as('dana');
  }
  type Person = Awaited<ReturnType<typeof begin>>;

  const tag = async () => /newTag: "?([^"\n]+)"?/.exec(await overlays.text())?.[1];
  const commits = () =>
    overlays.gitea.ask('GET', `/repos/${overlays.name}/commits?sha=main&limit=50&stat=false`);
  const requests = () => overlays.gitea.ask('GET', `/repos/${overlays.name}/pulls?state=all`);
  /** Until the promotion is in a state. */
  async function until(dana: Person, { id }: OperationReceipt, state: string) {
    for (;;) {
      const promotion = await dana.promotions.getPromotion(id);
      if (promotion.state === state) return promotion;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
  const start = (dana: Person) => dana.operations.run(op.promote, TO_STAGING, { waitSeconds: 1 });

  it('commits the image for the person who asked, and back to an earlier one', async () => {
    const dana = await begin('commit');
    const plan = await dana.plan(op.promote, TO_STAGING);
    expect(plan.reason).toBeUndefined();
    expect(plan.diff.map(({ target }) => target.name)).toEqual([`${overlays.repository}:${PATH}`]);
    expect(await tag()).toBe('1');
    const receipt = await dana.run(op.promote, TO_STAGING);
    expect(receipt.results[0]?.message).toBe(`Runs ${imageOf('2')}`);
    expect([await tag(), await portal.image('staging')]).toEqual(['2', imageOf('2')]);
    const [newest, ...older] = await commits();
    expect(older).toHaveLength(1);
    expect(newest.commit.message).toMatch(/^Run .*cart:2 in staging\n\nPromotion /);
    expect(newest.commit.message).toContain('Requested-by: user:default/dana');
    expect((await dana.promotions.getPromotion(receipt.id)).git).toMatchObject({
      commit: newest.sha,
    });
    const releases = await dana.promotions.listReleases(REF, { environment: 'staging' });
    const earlier = releases.find(({ isCurrent, isGood }) => !isCurrent && isGood);
    const input = { component: REF, environment: 'staging', release: earlier?.id ?? '' };
    expect(await dana.run(op.rollback, input)).toMatchObject({ status: 'succeeded' });
    expect([await tag(), await portal.image('staging')]).toEqual(['1', imageOf('1')]);
    expect(await commits()).toHaveLength(3);
  });

  it('waits for the pull request that somebody merges', async () => {
    const dana = await begin('pull-request');
    const begun = await start(dana);
    const { git } = await until(dana, begun, 'merging');
    expect(await requests()).toMatchObject([{ number: git?.pullRequest, state: 'open' }]);
    expect([await tag(), await portal.image('staging')]).toEqual(['1', imageOf('1')]);
    await overlays.gitea.merge(overlays.name, git?.pullRequest ?? 0);
    expect(await portal.ended(dana, begun)).toMatchObject({ status: 'succeeded' });
    expect([await tag(), await portal.image('staging')]).toEqual(['2', imageOf('2')]);
    const [merged] = await requests();
    expect(merged).toMatchObject({ state: 'closed', merged: true });
    const { git: end } = await dana.promotions.getPromotion(begun.id);
    expect(end?.commit).toBe(merged.merge_commit_sha);
  });

  it('says that a pull request was closed, and has changed nothing', async () => {
    const dana = await begin('pull-request');
    const begun = await start(dana);
    const { git } = await until(dana, begun, 'merging');
    await overlays.gitea.ask('PATCH', `/repos/${overlays.name}/pulls/${git?.pullRequest}`, {
      state: 'closed',
    });
    expect(await portal.ended(dana, begun)).toMatchObject({ status: 'failed' });
    expect(await dana.promotions.getPromotion(begun.id)).toMatchObject({
      ...{ state: 'failed', failure: { cause: 'not-merged' } },
    });
    expect([await tag(), await portal.image('staging')]).toEqual(['1', imageOf('1')]);
  });

  it('opens a pull request where the branch is protected, though the tenant asks for commits', async () => {
    const dana = await begin('commit');
    await overlays.gitea.ask('POST', `/repos/${overlays.name}/branch_protections`, {
      ...{ rule_name: 'main', enable_push: false },
    });
    const plan = await dana.plan(op.promote, TO_STAGING);
    expect(plan.warnings.join()).toContain('pull request');
    const begun = await start(dana);
    const { git } = await until(dana, begun, 'merging');
    await overlays.gitea.merge(overlays.name, git?.pullRequest ?? 0);
    expect(await portal.ended(dana, begun)).toMatchObject({ status: 'succeeded' });
    expect(await tag()).toBe('2');
  });

  it('takes the commit back where what it brought does not come up', async () => {
    const dana = await begin('commit');
    // A second pod has no room, and the first is not taken away before that is there.
    await portal.create(
      { group: '', version: 'v1', plural: 'resourcequotas' },
      {
        ...{ apiVersion: 'v1', kind: 'ResourceQuota' },
        metadata: { name: 'full', namespace: 'shop-staging' },
        spec: { hard: { pods: '1' } },
      },
      'shop-staging',
    );
    const receipt = await dana.run(op.promote, TO_STAGING);
    expect(receipt).toMatchObject({ status: 'failed' });
    const promotion = await dana.promotions.getPromotion(receipt.id);
    expect(promotion).toMatchObject({ state: 'rolled-back' });
    expect(await tag()).toBe('1');
    const [newest, middle] = await commits();
    expect(promotion.git).toMatchObject({ commit: middle.sha, revert: newest.sha });
    const { failure } = promotion;
    expect(newest.commit.message).toContain(`Put ${imageOf('1')} back in staging`);
    expect(newest.commit.message).toContain(failure?.message);
    await portal.settled('staging');
    expect(await portal.image('staging')).toBe(imageOf('1'));
  });

  it('plans nothing while Gitea is away, and goes on when it answers again', async () => {
    const dana = await begin('pull-request');
    way.cut();
    const refused = await dana.plan(op.promote, TO_STAGING);
    expect([refused.allowed, refused.reason]).toEqual([
      ...[false, expect.stringContaining(overlays.repository)],
    ]);
    way.mend();
    const begun = await start(dana);
    const { git } = await until(dana, begun, 'merging');
    way.cut();
    await overlays.gitea.merge(overlays.name, git?.pullRequest ?? 0);
    // Longer than it waits between two looks.
    await new Promise(resolve => setTimeout(resolve, 6_000));
    expect(await dana.promotions.getPromotion(begun.id)).toMatchObject({ state: 'merging' });
    way.mend();
    expect(await portal.ended(dana, begun)).toMatchObject({ status: 'succeeded' });
    expect([await tag(), await portal.image('staging')]).toEqual(['2', imageOf('2')]);
  });
});
