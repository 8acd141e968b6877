import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import { PLACE, startPipelinesPortal } from '../__testUtils__/PipelinesPortal';
import type { PipelinesPortal } from '../__testUtils__/PipelinesPortal';
import { startTektonApi } from '../__testUtils__/startTektonApi';
import { PIPELINES } from '../tekton/kinds';
import { groupsOf, Presets } from './Presets';
import { presetOperations } from './presetOperations';
import type { StoredPreset } from './PresetStore';

jest.setTimeout(120_000);

const [save, remove] = [pipelineOperations.savePreset, pipelineOperations.deletePreset];

describe('presets', () => {
  let server: Awaited<ReturnType<typeof startTektonApi>>;
  let portal: PipelinesPortal;
  const ref = () => ({ place: PLACE, folder: portal.folder, name: 'build' });
  const input = (name: string, more: object = {}) => ({
    ...{ engine: 'tekton' as const, place: PLACE, folder: portal.folder, pipeline: 'build', name },
    params: { revision: 'main' },
    ...more,
  });

  beforeAll(async () => {
    server = await startTektonApi();
    portal = await startPipelinesPortal(server);
    await portal.create(PIPELINES, {
      ...{ apiVersion: 'tekton.dev/v1', kind: 'Pipeline', metadata: { name: 'build' } },
      spec: { params: [{ name: 'revision' }], tasks: [], workspaces: [{ name: 'source' }] },
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.close();
  });

  it('are saved under a name, replaced under the same, and deleted', async () => {
    const { operations, pipelines } = portal.as('dev');
    const first = await operations.run(save, input('nightly'));
    const workspaces = { source: { kind: 'secret' as const, name: 'deploy-key' } };
    await operations.run(save, input('nightly', { params: { revision: 'dev' }, workspaces }));
    const { items } = await pipelines.listPresets(ref());
    const id = Object(first.output).preset;
    const owner = 'user:default/dev';
    expect(items).toMatchObject([
      { id, name: 'nightly', owner, savedBy: owner, params: { revision: 'dev' }, workspaces },
    ]);
    await operations.run(remove, { preset: id });
    expect((await pipelines.listPresets(ref())).items).toEqual([]);
  });

  it('are nobody else’s to see or delete', async () => {
    const { output } = await portal.as('dev').operations.run(save, input('mine'));
    const other = portal.as('other');
    await expect(other.pipelines.listPresets(ref())).rejects.toThrow(/403/);
    const { preset } = Object(output);
    await expect(other.operations.plan(remove, { preset })).rejects.toThrow(/404/);
  });

  it.each([
    ['a parameter that is not there', { params: { nope: '1' } }, /has no parameter nope/],
    [
      'a workspace that is not there',
      { workspaces: { x: { kind: 'emptyDir' } } },
      /no workspace x/,
    ],
    ['a group that one is not in', { group: 'group:default/sre' }, /You are not in/],
  ])('are refused for %s', async (_what, more, reason) => {
    const plan = await portal.as('dev').operations.plan(save, input('bad', more));
    expect(plan).toMatchObject({ allowed: false, reason: expect.stringMatching(reason) });
  });
});

describe('whose presets are', () => {
  it('is shared by groups, and by nothing else that one owns', () => {
    const ownershipEntityRefs = ['user:default/dana', 'group:default/shop', 'component:default/x'];
    expect(groupsOf({ userEntityRef: 'user:default/dana', ownershipEntityRefs })).toEqual([
      'group:default/shop',
    ]);
  });

  it('of a password is nobody: it is not kept', async () => {
    const definition: Awaited<ReturnType<Presets['definition']>> = {
      ...{ engine: 'jenkins', place: 'ci', folder: 'shop', name: 'build', kind: 'Pipeline' },
      ...{ parts: [], createdAt: 0, workspaces: [], results: [], usedBy: [] },
      params: [{ name: 'TOKEN', type: 'password' }],
    };
    const kept: StoredPreset[] = [];
    const presets = new Presets({
      definitions: { get: async () => definition },
      store: {
        list: async () => kept,
        get: async () => undefined,
        save: async preset => void kept.push(preset),
        remove: async () => {},
      },
    });
    const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
    const at = { engine: 'jenkins', place: 'ci', folder: 'shop', pipeline: 'build', name: 'p' };
    const context: any = { viewer };
    const plan = await presetOperations(presets)[0]?.plan(
      { ...at, params: { TOKEN: 'hunter2' } },
      context,
    );
    expect(plan).toMatchObject({ refusal: { code: 'passwordNotKept', values: { name: 'TOKEN' } } });
    expect(kept).toEqual([]);
  });
});
