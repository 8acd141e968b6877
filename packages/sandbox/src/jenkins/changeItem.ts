import type { FakeJenkins } from './FakeJenkins';
import type { JobPlan, StagePlan } from './plans';

interface ItemCall {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: string;
  readonly account: { readonly permissions: readonly string[] };
  mayRead(job: JobPlan): boolean;
}

interface ItemAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MULTIBRANCH = 'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';
const INDEXING = { class: 'jenkins.branch.BranchIndexingCause', description: 'Branch indexing' };
const STAGES: readonly StagePlan[] = ['Test', 'Build', 'Scan', 'Sign', 'Deploy'].map(name => ({
  name,
  steps: [{ name: 'Shell Script', text: `# ${name.toLowerCase()}`, seconds: 8 }],
}));

const PERMISSIONS = {
  create: 'hudson.model.Item.Create',
  deleteJob: 'hudson.model.Item.Delete',
} as const;

/**
 * `createItem` and `doDelete` of jobs, as Jenkins' remote API documents them: a `config.xml` in, 200 with nothing out, 400 for a name that is taken. Of multibranch projects only,
 * whose branch `main` is found at once. Undefined for what is neither.
 */
export function changeItem(jenkins: FakeJenkins, call: ItemCall): ItemAnswer | undefined {
  const verb = call.path.at(-1);
  const names = call.path.slice(0, -1);
  const isJob = names.length % 2 === 0 && names.every((name, at) => at % 2 === 1 || name === 'job');
  if (!isJob || (verb !== 'createItem' && verb !== 'doDelete')) return undefined;
  if (call.method !== 'POST') return answer(405, '', { Allow: 'POST' });
  const fullName = names.filter((_, at) => at % 2 === 1).join('/');
  const job = jenkins.job(fullName);
  if (fullName !== '' && (job === undefined || !call.mayRead(job))) return answer(404);
  const permission = verb === 'createItem' ? 'create' : 'deleteJob';
  if (!call.account.permissions.includes(permission))
    return answer(403, '', { 'X-Required-Permission': PERMISSIONS[permission] });
  if (verb === 'createItem') return create(jenkins, fullName, call);
  if (fullName === '') return answer(404);
  jenkins.removeJob(fullName);
  return answer(302, '', { Location: '..' });
}

function create(jenkins: FakeJenkins, parent: string, { query, body }: ItemCall): ItemAnswer {
  const name = query.get('name') ?? '';
  if (name === '') return answer(400, 'Query parameter "name" is required');
  if (/[?*/\\%!@#$^&|<>[\]:;]/.test(name)) return answer(400, `${name} is an unsafe character`);
  const kind = jenkins.job(parent)?.kind;
  if (parent !== '' && kind !== 'folder') return answer(404);
  const fullName = parent === '' ? name : `${parent}/${name}`;
  if (jenkins.job(fullName)) return answer(400, `A job already exists with the name ‘${name}’`);
  const [, repository] = /<remote>([^<]+)<\/remote>/.exec(body) ?? [];
  if (!body.includes(`<${MULTIBRANCH}>`) || repository === undefined)
    return answer(500, 'The simulated Jenkins makes multibranch projects over git only');
  jenkins.addJob({ fullName, kind: 'multibranch' });
  const main: JobPlan = {
    ...{ fullName: `${fullName}/main`, kind: 'pipeline', repository: unescaped(repository) },
    script: () => STAGES,
  };
  jenkins.addJob(main);
  jenkins.enqueue(main, { cause: INDEXING, values: {} });
  return answer(200);
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function answer(
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): ItemAnswer {
  return { status, body, headers };
}
