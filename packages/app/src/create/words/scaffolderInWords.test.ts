import { scaffolderInWords } from './scaffolderInWords';

const metadata = {
  name: 'a',
  title: 'A service',
  translations: { zh: { 'A service': '服务', Write: '写入', Owner: '负责人', 'The run': '运行' } },
};
const task: any = {
  id: '1',
  spec: {
    steps: [{ id: 'write', name: 'Write', action: 'fetch:template' }],
    templateInfo: { entityRef: 'template:default/a', entity: { metadata } },
  },
};

function scaffolder(language: string) {
  const events = [
    { id: 1, type: 'log', body: { message: 'Write' } },
    { id: 2, type: 'completion', body: { output: { links: [{ title: 'The run', url: '/x' }] } } },
  ];
  const inner: any = {
    getTemplateParameterSchema: async () => ({ title: 'A service', steps: [{ title: 'Owner' }] }),
    getTask: async () => task,
    listTasks: async () => ({ tasks: [task], totalTasks: 1 }),
    streamLogs: () => ({
      subscribe({ next, complete }: any) {
        events.forEach(next);
        complete();
      },
    }),
    scaffold: async () => ({ taskId: '1' }),
  };
  const metadataOf = async () => metadata;
  return scaffolderInWords(inner, { language: () => language, metadataOf });
}

function follow(api: ReturnType<typeof scaffolder>) {
  const seen: unknown[] = [];
  const complete = jest.fn();
  api.streamLogs({ taskId: '1' }).subscribe({ next: ({ body }) => seen.push(body), complete });
  expect(complete).toHaveBeenCalled();
  return seen;
}

it('says form, run and what it gives out in the language of the page', async () => {
  const api = scaffolder('zh');
  const form = { title: '服务', steps: [{ title: '负责人' }] };
  expect(await api.getTemplateParameterSchema('template:default/a')).toEqual(form);
  const shown = await api.getTask('1');
  expect(shown.spec.steps.map(({ name }) => name)).toEqual(['写入']);
  expect(shown.spec.templateInfo?.entity?.metadata.title).toBe('服务');
  expect((await api.listTasks({ filterByOwnership: 'all' })).tasks).toEqual([shown]);
  expect(follow(api)).toEqual([
    { message: 'Write' },
    { output: { links: [{ title: '运行', url: '/x' }] } },
  ]);
});

it('leaves all as the template has it where it has no words, and asks the scaffolder for the rest', async () => {
  const api = scaffolder('en');
  expect(await api.getTask('1')).toEqual(task);
  expect(follow(api)[1]).toEqual({ output: { links: [{ title: 'The run', url: '/x' }] } });
  expect(await api.scaffold({ templateRef: 'a', values: {} })).toEqual({ taskId: '1' });
});
