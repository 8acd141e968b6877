import { orderTasks } from './orderTasks';
import { pipelineSpecSchema } from './schemas';

function orderOf(spec: object) {
  return Object.fromEntries(
    orderTasks(pipelineSpecSchema.parse(spec)).map(({ task, after }) => [task.name, after]),
  );
}

describe('orderTasks', () => {
  it('follows runAfter, fan-out and fan-in', () => {
    const tasks = [
      { name: 'fetch' },
      { name: 'lint', runAfter: ['fetch'] },
      { name: 'test', runAfter: ['fetch'] },
      { name: 'image', runAfter: ['lint', 'test'] },
    ];
    expect(orderOf({ tasks })).toEqual({
      fetch: [],
      lint: ['fetch'],
      test: ['fetch'],
      image: ['lint', 'test'],
    });
  });

  it.each([
    ['a parameter', { params: [{ name: 'd', value: 'x-$(tasks.build.results.digest)' }] }],
    ['a list', { params: [{ name: 'd', value: ['$(tasks.build.results.files[*])'] }] }],
    ['an object', { params: [{ name: 'd', value: { url: '$(tasks.build.results.image.url)' } }] }],
    ['a name in brackets', { params: [{ name: 'd', value: '$(tasks["build"].results.d)' }] }],
    ['when', { when: [{ input: '$(tasks.build.results.go)', operator: 'in', values: ['yes'] }] }],
    ['a matrix', { matrix: { params: [{ name: 'os', value: '$(tasks.build.results.os[*])' }] } }],
  ])('takes a result in %s for an order', (_, fields) => {
    expect(orderOf({ tasks: [{ name: 'build' }, { name: 'deploy', ...fields }] })).toEqual({
      build: [],
      deploy: ['build'],
    });
  });

  it('names a predecessor once, and none that is not in the Pipeline', () => {
    const params = [{ name: 'd', value: '$(tasks.build.results.a)$(tasks.build.results.b)' }];
    const deploy = { name: 'deploy', runAfter: ['build', 'gone'], params };
    expect(orderOf({ tasks: [{ name: 'build' }, deploy] }).deploy).toEqual(['build']);
  });

  it('puts finally tasks after all that nothing waits for', () => {
    const tasks = [{ name: 'a' }, { name: 'b', runAfter: ['a'] }, { name: 'c' }];
    expect(orderOf({ tasks, finally: [{ name: 'notify' }] }).notify).toEqual(['b', 'c']);
  });
});
