import { readFileSync } from 'node:fs';
import { whyNoPostgres } from '@kubemate/test-node';
import { parse } from 'yaml';
import { describeResults } from './__testUtils__/describeResults';
import { RealResults } from './__testUtils__/RealResults';
import { readRun } from '../tekton/readRun';
import { ResultsClient } from './ResultsClient';
import { TektonResults } from './TektonResults';

jest.setTimeout(240_000);

const kubeconfig = String(process.env.KUBEMATE_PEER_KUBECONFIG);
const isHere = process.env.KUBEMATE_PEER_TEKTON !== undefined && whyNoPostgres() === undefined;
// Skipped, and counted as that, where no cluster with Tekton runs: `npm test` builds and starts it.
const describePeer = isHere ? describe : describe.skip;

/** Two runs of one event, which share a result. */
const RUNS = ['one', 'two']
  .map(
    name => `---
apiVersion: tekton.dev/v1
kind: PipelineRun
metadata:
  name: ${name}
  namespace: FOLDER
  labels: {triggers.tekton.dev/triggers-eventid: 3e9a2c1e-7f61-4a55-9d3d-5b7f2a0c4e11}
spec:
  params: [{name: word, value: pushed}]
  pipelineSpec:
    params: [{name: word}]
    tasks:
    - name: build
      params: [{name: word, value: $(params.word)}]
      taskSpec:
        params: [{name: word}]
        results: [{name: size}]
        steps:
        - {name: compile, image: busybox, script: "echo 'compiled [x]'; echo; echo grüße; printf 7 > $(results.size.path)"}
        - {name: push, image: busybox, script: "echo $(params.word)"}
    - name: check
      taskSpec: {steps: [{name: check, image: busybox, script: "echo no; exit 3"}]}
`,
  )
  .join('');

function peerServer() {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
  return {
    server: clusters[0].cluster.server,
    token: users[0].user.token,
    insecureSkipTlsVerify: true,
    close: async () => {},
  };
}

describePeer('runs that only the real Tekton Results remembers', () => {
  describeResults(async () => ({
    server: peerServer(),
    results: await RealResults.start(kubeconfig),
  }));
});

describePeer('what the watcher archives of runs of the real Tekton', () => {
  const folder = `watched-${Math.random().toString(36).slice(2, 8)}`;
  const at = { place: 'live', folder };
  let server: RealResults;
  let results: TektonResults;

  beforeAll(async () => {
    server = await RealResults.start(kubeconfig);
    const { url, token } = server;
    results = new TektonResults([{ cluster: 'live', url, token, allowPlainHttp: false }]);
    await server.kubectl(['create', 'namespace', folder]);
    await server.watch(folder);
    await server.kubectl(['create', '-f', '-'], RUNS.replaceAll('FOLDER', folder));
  });
  afterAll(async () => {
    await results?.close();
    await server?.close();
  });

  async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (const end = Date.now() + 90_000; ;) {
      const found = await look().catch(error => {
        if (Date.now() > end || error.name !== 'NotFoundError') throw error;
        return undefined;
      });
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error('it did not come to that');
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }

  const archived = (name: string) =>
    until(async () => {
      const { detail } = await results.run({ ...at, name });
      // Records of tasks may come after that of the run.
      const parts = [detail, ...detail.graph.nodes];
      return parts.every(({ finishedAt }) => finishedAt !== undefined) ? detail : undefined;
    });

  async function live(name: string) {
    const get = async (...args: string[]) =>
      JSON.parse(await server.kubectl(['get', '-n', folder, '-o', 'json', ...args]));
    const { items: children } = await get('taskruns', '-l', `tekton.dev/pipelineRun=${name}`);
    return readRun(await get('pipelinerun', name), { cluster: 'live', children });
  }

  it.each(['one', 'two'])(
    'gives the same page as the cluster: %s of two runs of one event',
    async name => {
      const detail = await archived(name);
      expect(detail).toEqual({ ...(await live(name)), isArchived: true });
      expect(detail.graph.nodes.map(({ phase }) => phase)).toEqual(['succeeded', 'failed']);
    },
  );

  it('gives lines of each step, of a task that failed too', async () => {
    const linesOf = (taskRun: string, steps: string[]) =>
      until(async () => {
        const { lines } = await results.log(at, { run: 'one', taskRun, steps });
        return lines.map(({ step, text }) => `${step}: ${text}`);
      });
    expect(await linesOf('one-build', ['compile', 'push'])).toEqual([
      'compile: compiled [x]',
      'compile: ',
      'compile: grüße',
      'push: pushed',
    ]);
    expect(await linesOf('one-check', ['check'])).toEqual(['check: no']);
  });

  it('is not read with a token that may not', async () => {
    const { url } = server;
    const other = new ResultsClient({
      ...{ cluster: 'live', url, token: 'developer-token', allowPlainHttp: false },
    });
    await expect(other.records({ parent: folder }, { filter: '', pageSize: 5 })).rejects.toThrow(
      'refuses the portal’s token',
    );
    await expect(other.log(`${folder}/results/a/records/b`)).rejects.toThrow('refuses');
    await other.close();
  });
});
