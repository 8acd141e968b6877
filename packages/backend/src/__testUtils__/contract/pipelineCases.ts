import type { OperationCase, Prepared } from './checkOperation';
import type { ContractWorld } from './ContractWorld';
import { operationUrl } from './ContractWorld';
import { until } from './KubeAdmin';

const TEKTON = { engine: 'tekton', place: 'dev', folder: 'shop', pipeline: 'browser-tests' };
const START = { ...TEKTON, params: { target: 'https://shop.example' } };
const JENKINS = { engine: 'jenkins', place: 'ci', folder: 'shop', pipeline: 'release-storefront' };
const PRESET = 'No cluster changes by it';
const ENDED = { status: 403, tells: /ended already|does not wait/ } as const;
const NEW_RUN = 'It makes a run of a name of its own, and changes nothing that is there';

interface Run {
  readonly engine: string;
  readonly place: string;
  readonly folder: string;
  readonly name: string;
}

/** Runs of Tekton on the sandbox; of Jenkins where only it has the operation. */
export function pipelineCases(world: ContractWorld): Readonly<Record<string, OperationCase>> {
  const run = (name: string, input: object) => world.run('platform', `pipelines.${name}`, input);
  const started = async (): Promise<Run> => (await run('start-run', START)).output.run;
  const urlOf = ({ engine, place, folder, name }: Run) =>
    `pipelines/runs/${[engine, place, folder, name].map(encodeURIComponent).join('/')}`;
  const seen = async (ref: Run) => (await world.ask('platform', urlOf(ref))).body;
  const mine = async () => {
    const query = 'engines=tekton&places=dev&folders=shop&limit=500';
    const { items } = await world.read('platform', `pipelines/runs?${query}`);
    return items
      .filter(({ trigger }: any) => trigger.by === 'user:default/platform')
      .map(({ ref }: any) => ref.name)
      .sort();
  };
  const onRun = async (operation: string): Promise<Prepared> => {
    const ref = await started();
    await until('that the run is seen', async () => (await seen(ref)).uid);
    return {
      input: { run: ref },
      state: async () => {
        const { status, body } = await world.ask('platform', urlOf(ref));
        return { status, isCancelled: body.phase === 'cancelled', isArchived: body.isArchived };
      },
      meddle: async () => {
        await run(operation, { run: ref });
        await until('that the run ends', async () => {
          const { status, body } = await world.ask('platform', urlOf(ref));
          return body.phase === 'cancelled' || body.isArchived || status === 404 || undefined;
        });
      },
    };
  };
  let made = 0;
  const newJob = () => {
    made += 1;
    const repository = 'https://git.example.com/shop/made.git';
    return {
      place: 'ci',
      folder: 'shop',
      name: `made-${made}-${Math.random().toString(36).slice(2, 8)}`,
      repository,
    };
  };
  /** Branches of the project. */
  const jobs = async (name: string): Promise<number> => {
    const { items } = await world.read('platform', 'pipelines/pipelines?places=ci');
    return items.filter((each: any) => each.name.startsWith(`${name}/`)).length;
  };
  const presets = async () =>
    (await world.read('platform', 'pipelines/pipelines/dev/shop/browser-tests/presets')).items.map(
      ({ name, params }: any) => ({ name, params }),
    );
  const preset = () => ({ ...START, name: `preset-${Math.random().toString(36).slice(2)}` });
  return {
    'pipelines.save-preset': {
      deniedTo: 'auditor',
      prepare: async () => {
        const input = preset();
        const meddle = () => run('save-preset', { ...input, params: { target: 'https://other' } });
        return { input, state: presets, meddle };
      },
      conflict: { status: 409, tells: /changed/i },
      ...{ undo: 'A preset is deleted by a name of its own', noDiff: PRESET },
    },
    'pipelines.delete-preset': {
      deniedTo: 'auditor',
      prepare: async () => {
        const { output } = await run('save-preset', preset());
        const input = { preset: output.preset };
        return { input, state: presets, meddle: () => run('delete-preset', input) };
      },
      conflict: { status: 404, tells: /There is no preset/ },
      ...{ undo: 'A preset is saved anew', noDiff: PRESET },
    },
    'pipelines.start-run': {
      deniedTo: 'auditor',
      prepare: async () => ({ input: START, state: mine }),
      ...{ conflict: { never: NEW_RUN }, undo: 'A run is cancelled, or deleted' },
    },
    'pipelines.rerun': {
      deniedTo: 'auditor',
      prepare: async () => ({ input: { run: await started() }, state: mine }),
      ...{ conflict: { never: NEW_RUN }, undo: 'A run is cancelled, or deleted' },
    },
    'pipelines.cancel-run': {
      deniedTo: 'auditor',
      prepare: () => onRun('cancel-run'),
      ...{ conflict: ENDED, undo: 'What was stopped does not go on' },
    },
    'pipelines.delete-run': {
      deniedTo: 'auditor',
      prepare: () => onRun('delete-run'),
      ...{ conflict: { status: 404, tells: /not found|There is no/i }, undo: 'It is gone' },
    },
    'pipelines.create-job': {
      deniedTo: 'auditor',
      prepare: async () => {
        const input = newJob();
        return {
          input,
          state: () => jobs(input.name),
          meddle: () => run('create-job', input),
        };
      },
      conflict: { status: 403, tells: /already/ },
      undo: 'It is deleted by a name of its own',
    },
    'pipelines.delete-job': {
      deniedTo: 'auditor',
      prepare: async () => {
        const { name } = (await run('create-job', newJob())).target;
        const input = { place: 'ci', folder: 'shop', name };
        await until('that the job is seen', async () => (await jobs(name)) > 0 || undefined);
        return {
          input,
          state: () => jobs(name),
          meddle: async () => {
            // What a person types, too.
            const url = `${operationUrl('pipelines.delete-job')}?confirm=${name}`;
            const { status } = await world.ask('platform', url, { body: input });
            expect(status).toBe(200);
            await until('that it is gone', async () => (await jobs(name)) === 0 || undefined);
          },
        };
      },
      conflict: { status: 404, tells: /has no job/ },
      undo: 'Its builds are gone',
    },
    'pipelines.answer-input': {
      deniedTo: 'auditor',
      prepare: async () => {
        const { output } = await run('start-run', { ...JENKINS, params: { VERSION: '4.0' } });
        const ref: Run = output.run;
        const [{ id }] = await until('that the build waits', async () => {
          const { inputs = [] } = await seen(ref);
          return inputs.length > 0 ? inputs : undefined;
        });
        const input = { run: ref, input: id, decision: 'abort' };
        const waiting = async (): Promise<number> => ((await seen(ref)).inputs ?? []).length;
        return {
          input,
          state: waiting,
          meddle: async () => {
            await run('answer-input', input);
            await until('that it is answered', async () => (await waiting()) === 0 || undefined);
          },
        };
      },
      conflict: ENDED,
      undo: 'The build has gone on',
      noDiff: 'What a build does with the answer, Jenkins alone knows',
    },
  };
}
