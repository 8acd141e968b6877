/* eslint-disable jest/no-export -- the contract is run by several tests */
import { randomBytes } from 'node:crypto';
import type { Forge, ForgeRepository, ForgeUser } from '../Forge';

/** A forge with one repository that has {@link FORGE_FILES} in `main`. */
export interface ForgePeer {
  readonly forge: Forge;
  readonly repository: string;
  /** One that there is none of. */
  readonly missing: string;
  /** Names that are none of this forge. */
  readonly badNames: readonly string[];
  /** Its owner, and somebody who may only look. */
  readonly owner: ForgeUser;
  readonly reader: ForgeUser;
  /** How the owner stands in the log: in the author or in the message. */
  readonly ownerIn: RegExp;
  /** As somebody does who agrees. */
  merge(number: number): Promise<void>;
  protect(isProtected: boolean): Promise<void>;
  close(): Promise<void>;
}

const OVERLAY = 'deploy/overlays/prod/kustomization.yaml';
export const FORGE_FILES: Readonly<Record<string, string>> = {
  'README.md': '# Deploy\n',
  [OVERLAY]: 'images:\n  - name: cart\n    newTag: "1"\n',
  'deploy/overlays/prod/patches/size.yaml': 'spec:\n  replicas: 3\n',
};

/** What promotions count on, whatever keeps the repository. */
export function describeForge(name: string, start: () => Promise<ForgePeer>): void {
  describe(`the forge ${name}`, () => {
    let peer: ForgePeer;
    let repository: ForgeRepository;
    beforeAll(async () => {
      peer = await start();
      repository = peer.forge.open(peer.repository, peer.owner);
    });
    afterAll(() => peer?.close());

    const tag = () => `images:\n  - name: cart\n    newTag: "${randomBytes(6).toString('hex')}"\n`;
    const change = async (text = tag()) => {
      const { head } = await repository.read(OVERLAY);
      return { path: OVERLAY, text, head, message: 'Run another cart in prod\n\nPromotion 1' };
    };
    const branch = () => `kubemate/promote-${randomBytes(4).toString('hex')}`;

    it('reads a file at the newest commit of the default branch', async () => {
      expect(await repository.read(OVERLAY)).toEqual({
        text: FORGE_FILES[OVERLAY],
        branch: 'main',
        isProtected: false,
        head: expect.stringMatching(/^[0-9a-f]{40}$/),
      });
    });

    it('finds neither a file nor a folder nor a repository that is not there', async () => {
      const away = { name: 'NotFoundError' };
      await expect(repository.read('deploy/none.yaml')).rejects.toMatchObject(away);
      await expect(repository.folder('deploy/none')).rejects.toMatchObject(away);
      const missing = peer.forge.open(peer.missing, peer.owner);
      await expect(missing.read(OVERLAY)).rejects.toMatchObject(away);
    });

    it('opens nothing by a name that is none', () => {
      const { forge, badNames, owner } = peer;
      const opened = badNames.filter(bad => {
        try {
          return forge.open(bad, owner) !== undefined;
        } catch (error) {
          return !(error instanceof Error && error.name === 'InputError');
        }
      });
      expect(opened).toEqual([]);
    });

    it('reads a folder with what is below its folders', async () => {
      const texts = await repository.folder('deploy/overlays/prod');
      expect(Object.fromEntries(texts)).toEqual({
        'kustomization.yaml': FORGE_FILES[OVERLAY],
        'patches/size.yaml': FORGE_FILES['deploy/overlays/prod/patches/size.yaml'],
      });
    });

    it('commits one file for the person, and leaves the others alone', async () => {
      const wanted = await change();
      const commit = await repository.commit(wanted);
      const { text, head } = await repository.read(OVERLAY);
      expect({ text, head }).toEqual({ text: wanted.text, head: commit });
      const [newest] = await repository.log('deploy/overlays/prod', 5);
      expect(newest).toMatchObject({ id: commit, at: expect.any(Number) });
      expect(newest?.message).toMatch(/^Run another cart in prod\n/);
      expect(`${newest?.author} ${newest?.message}`).toMatch(peer.ownerIn);
      const texts = await repository.folder('deploy/overlays/prod');
      expect(texts.get('patches/size.yaml')).toBe('spec:\n  replicas: 3\n');
      expect((await repository.log('deploy/overlays/prod', 1)).length).toBe(1);
      expect((await repository.log('README.md', 5)).map(({ id }) => id)).not.toContain(commit);
    });

    it('takes no commit that was made against another one', async () => {
      const late = await change();
      const commit = await repository.commit(await change());
      await expect(repository.commit(late)).rejects.toMatchObject({ name: 'ConflictError' });
      await expect(repository.tryCommit(late)).rejects.toMatchObject({ name: 'ConflictError' });
      expect((await repository.read(OVERLAY)).head).toBe(commit);
    });

    it('tries a commit without making it', async () => {
      const wanted = await change();
      const before = await repository.read(OVERLAY);
      for (const on of [undefined, branch()]) {
        const tried = await repository.tryCommit({ ...wanted, ...(on ? { branch: on } : {}) });
        expect(tried.refusal).toBeUndefined();
        expect(tried.diff).toMatchObject([
          { target: { kind: 'File' }, before: before.text, after: wanted.text },
        ]);
      }
      expect(await repository.read(OVERLAY)).toEqual(before);
    });

    it('proposes once, and says when that is merged', async () => {
      const proposal = { ...(await change()), branch: branch() };
      const number = await repository.propose(proposal);
      expect(await repository.propose(proposal)).toBe(number);
      expect(await repository.pullRequest(number)).toEqual({ state: 'open' });
      expect((await repository.read(OVERLAY)).text).not.toBe(proposal.text);
      await peer.merge(number);
      const merged = await repository.pullRequest(number);
      const { text, head } = await repository.read(OVERLAY);
      expect({ merged, text }).toEqual({
        ...{ merged: { state: 'merged', mergeCommit: head }, text: proposal.text },
      });
      // What was merged is not proposed again by a process that begins anew.
      expect(await repository.propose(proposal)).toBe(number);
      await expect(repository.close(number)).rejects.toMatchObject({ name: 'ConflictError' });
    });

    it('closes what it has proposed', async () => {
      const number = await repository.propose({ ...(await change()), branch: branch() });
      await repository.close(number);
      expect(await repository.pullRequest(number)).toEqual({ state: 'closed' });
      await expect(repository.pullRequest(number + 1000)).rejects.toMatchObject({
        name: 'NotFoundError',
      });
    });

    it('lets whoever may only look change nothing', async () => {
      const reading = peer.forge.open(peer.repository, peer.reader);
      const wanted = await change();
      expect((await reading.read(OVERLAY)).head).toBe(wanted.head);
      expect((await reading.tryCommit(wanted)).refusal).toEqual(expect.any(String));
      const denied = { name: 'NotAllowedError' };
      await expect(reading.commit(wanted)).rejects.toMatchObject(denied);
      await expect(reading.propose({ ...wanted, branch: branch() })).rejects.toMatchObject(denied);
      const number = await repository.propose({ ...wanted, branch: branch() });
      await expect(reading.close(number)).rejects.toMatchObject(denied);
      await repository.close(number);
      expect((await repository.read(OVERLAY)).head).toBe(wanted.head);
    });

    it('changes a protected branch by pull requests only', async () => {
      const wanted = await change();
      await peer.protect(true);
      try {
        expect((await repository.read(OVERLAY)).isProtected).toBe(true);
        expect((await repository.tryCommit(wanted)).refusal).toMatch(/protected/);
        await expect(repository.commit(wanted)).rejects.toThrow(/protected/);
        const proposal = { ...wanted, branch: branch() };
        expect((await repository.tryCommit(proposal)).refusal).toBeUndefined();
        const number = await repository.propose(proposal);
        expect((await repository.pullRequest(number)).state).toBe('open');
      } finally {
        await peer.protect(false);
      }
    });
  });
}
