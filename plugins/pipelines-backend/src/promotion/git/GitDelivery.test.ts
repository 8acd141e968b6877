import type { KubeObject } from '@kubemate/kube-common';
import type { KubeService } from '@kubemate/kube-node';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderForge } from '../__testUtils__/FolderForge';
import { OVERLAY, overlayWith } from '../__testUtils__/GitOps';
import { imageOf } from '../__testUtils__/stages';
import { testPromotion } from '../__testUtils__/testPromotion';
import { parseImage } from '../imageRef';
import type { StoredPromotion } from '../promotions/PromotionStore';
import type { Step } from '../promotions/promotionSteps';
import { GitDelivery } from './GitDelivery';
import { readOverlay } from './overlay';

const AFTER = parseImage(`${imageOf('2')}@sha256:${'a'.repeat(64)}`);
const MINUTE = 60_000;

let folder: string;
let forge: FolderForge;
let image: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'git-delivery-'));
  forge = new FolderForge(folder);
  forge.write(OVERLAY, overlayWith('1'));
  image = imageOf('1');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Time goes by as soon as somebody waits; `onWait` is what happens meanwhile. */
function begin(given: Partial<StoredPromotion> = {}) {
  let now = 0;
  let onWait = () => {};
  const abort = new AbortController();
  const clock = {
    now: () => now,
    after(delayMs: number, callback: () => void) {
      now += delayMs;
      onWait();
      setImmediate(callback);
      return () => {};
    },
  };
  const workload = (): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart', uid: 'u', resourceVersion: '1', creationTimestamp: '' },
    spec: { template: { spec: { containers: [{ name: 'cart', image }] } } },
  });
  const kube: Partial<KubeService> = { get: async () => workload(), may: async () => false };
  const delivery = new GitDelivery({ forge, clock });
  const git = { repository: 'team/cart', path: OVERLAY, branch: 'main', by: 'commit' as const };
  let promotion = testPromotion({
    ...{ before: parseImage(imageOf('1')), after: AFTER, startedAt: 0, timeoutMs: MINUTE },
    ...{ overlayBefore: { newTag: '1' }, git },
    ...given,
  });
  const execution = {
    ...{ kube: kube as KubeService, viewer: { userEntityRef: 'u', ownershipEntityRefs: [] } },
    ...{ signal: abort.signal, report: () => {} },
  };
  const enter = (step: Step) => {
    const { state, message, failure, git: told } = step;
    const events = [...promotion.events, { at: now, state, message }];
    promotion = { ...promotion, state, events, failure, git: told ?? promotion.git };
    return step;
  };
  return {
    forth: async () => enter(await delivery.forth(promotion, execution)),
    back: async () => enter(await delivery.back(promotion, execution)),
    whileWaiting: (work: () => void) => void (onWait = work),
    cancel: () => abort.abort(Object.assign(new Error('No'), { name: 'CancelledError' })),
    now: () => now,
  };
}

const said = () => readOverlay(forge.load().files[OVERLAY] ?? '', AFTER.repository);

it('commits, and waits until the controller has applied it', async () => {
  const promotion = begin();
  expect(await promotion.forth()).toMatchObject({
    state: 'syncing',
    git: { commit: forge.head() },
  });
  expect(said()).toEqual({ newTag: '2', digest: AFTER.digest });
  // Kustomize may leave out the tag beside a digest.
  promotion.whileWaiting(() => (image = `${AFTER.repository}@${AFTER.digest}`));
  expect(await promotion.forth()).toMatchObject({ state: 'rolling-out' });
});

it('takes the commit back where no controller applies it', async () => {
  const promotion = begin();
  await promotion.forth();
  expect(await promotion.forth()).toMatchObject({
    ...{ state: 'undoing', failure: { cause: 'not-synced' } },
  });
  expect(promotion.now()).toBeGreaterThanOrEqual(MINUTE);
  expect(await promotion.back()).toMatchObject({
    state: 'restoring',
    git: { revert: forge.head() },
  });
  expect(forge.load().files[OVERLAY]).toBe(overlayWith('1'));
});

describe('on a protected branch', () => {
  beforeEach(() => forge.save({ ...forge.load(), isProtected: true }));

  it('proposes once, and goes on when that is merged, days later', async () => {
    const promotion = begin();
    expect(await promotion.forth()).toMatchObject({ state: 'merging', git: { pullRequest: 1 } });
    expect(said()).toEqual({ newTag: '1' });
    promotion.whileWaiting(() => {
      const isOpen = forge.load().requests[0]?.state === 'open';
      if (promotion.now() > 60 * MINUTE && isOpen) forge.merge(1);
    });
    expect(await promotion.forth()).toMatchObject({
      ...{ state: 'syncing', git: { commit: forge.head() } },
    });
    expect(forge.load().requests).toHaveLength(1);
  });

  it('changes nothing where the pull request is closed, or cancelled', async () => {
    const promotion = begin();
    await promotion.forth();
    promotion.cancel();
    expect(await promotion.forth()).toMatchObject({
      ...{ state: 'failed', failure: { cause: 'cancelled' } },
    });
    expect(forge.load().requests[0]?.state).toBe('closed');
    const other = begin({ id: 'aaaaaaaa-2' });
    await other.forth();
    await forge.open().close(2);
    expect(await other.forth()).toMatchObject({
      ...{ state: 'failed', failure: { cause: 'not-merged' } },
    });
  });

  it('says who has to merge what puts it back', async () => {
    forge.save({ ...forge.load(), isProtected: false });
    const promotion = begin();
    await promotion.forth();
    forge.save({ ...forge.load(), isProtected: true });
    await promotion.forth();
    expect(await promotion.back()).toMatchObject({
      ...{ state: 'failed', git: { revert: '#1' } },
      failure: { cause: 'not-synced', message: expect.stringContaining('merge pull request 1') },
    });
  });
});

it.each([
  ['says something else by now', () => forge.write(OVERLAY, overlayWith('7')), 'changed-meanwhile'],
  ['is gone', () => forge.save({ ...forge.load(), files: {} }), 'refused'],
  ['is no YAML any more', () => forge.write(OVERLAY, 'a: ['), 'refused'],
])('leaves an overlay alone that %s', async (_what, change, cause) => {
  change();
  const { files } = forge.load();
  expect(await begin().forth()).toMatchObject({ state: 'failed', failure: { cause } });
  expect(forge.load().files).toEqual(files);
});
