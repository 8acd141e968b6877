import type { FakeBuild, FakeJenkins, QueueItem } from './FakeJenkins';
import type { InputPlan, JobPlan, ParameterPlan, Values } from './plans';
import type { NodeView, StageView } from './timeline';
import type { Bean } from './treeQuery';

const CLASSES = {
  folder: 'com.cloudbees.hudson.plugins.folder.Folder',
  multibranch: 'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject',
  pipeline: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
  freestyle: 'hudson.model.FreeStyleProject',
} as const;

/** `/job/shop/job/storefront` */
export function jobPath(fullName: string): string {
  return fullName
    .split('/')
    .map(name => `/job/${encodeURIComponent(name)}`)
    .join('');
}

/** Objects as Jenkins exports them to its remote API. */
export class Beans {
  readonly #jenkins: FakeJenkins;
  readonly #url: string;
  readonly #mayRead: (job: JobPlan) => boolean;

  constructor(options: { jenkins: FakeJenkins; url: string; mayRead: (job: JobPlan) => boolean }) {
    this.#jenkins = options.jenkins;
    this.#url = options.url;
    this.#mayRead = options.mayRead;
  }

  root(): Bean {
    return {
      _class: 'hudson.model.Hudson',
      mode: 'NORMAL',
      nodeDescription: 'the Jenkins controller’s built-in node (simulated)',
      jobs: () => this.#children(''),
    };
  }

  job(job: JobPlan): Bean {
    const { fullName, kind, description, isDisabled } = job;
    const base = {
      _class: CLASSES[kind],
      name: fullName.split('/').at(-1),
      fullName,
      displayName: decodeURIComponent(fullName.split('/').at(-1) ?? ''),
      description: description ?? null,
      url: `${this.#url}${jobPath(fullName)}/`,
    };
    if (kind === 'folder' || kind === 'multibranch')
      return { ...base, jobs: () => this.#children(`${fullName}/`) };
    const builds = () => this.#jenkins.builds(fullName).map(build => this.build(build));
    return {
      ...base,
      buildable: !isDisabled,
      inQueue: () => this.#jenkins.queue().some(item => item.job === job && !item.leftAt),
      nextBuildNumber: () => this.#jenkins.nextNumber(fullName),
      lastBuild: () => builds()[0] ?? null,
      builds: () => builds().slice(0, 100),
      allBuilds: builds,
      property: job.parameters
        ? [
            {
              _class: 'hudson.model.ParametersDefinitionProperty',
              parameterDefinitions: job.parameters.map(parameterDefinition),
            },
          ]
        : [],
    };
  }

  build(build: FakeBuild): Bean {
    const { job, number, queueId, startedAt } = build;
    const isPipeline = job.kind === 'pipeline';
    const { end, waiting } = this.#jenkins.timeline(build);
    return {
      _class: isPipeline
        ? 'org.jenkinsci.plugins.workflow.job.WorkflowRun'
        : 'hudson.model.FreeStyleBuild',
      ...{ id: String(number), number, queueId, displayName: `#${number}`, description: null },
      fullDisplayName: `${job.fullName.replaceAll('/', ' » ')} #${number}`,
      url: `${this.#url}${jobPath(job.fullName)}/${number}/`,
      timestamp: startedAt,
      duration: end === undefined ? 0 : end.at - startedAt,
      building: end === undefined,
      inProgress: end === undefined,
      result: end?.result ?? null,
      artifacts: () =>
        end?.result === 'SUCCESS' && isPipeline
          ? [{ fileName: 'sbom.json', relativePath: 'build/sbom.json', displayPath: 'sbom.json' }]
          : [],
      actions: [
        causeAction(build),
        ...(Object.keys(build.values).length > 0 ? [parametersAction(build)] : []),
        ...(build.commit === undefined ? [] : [buildData(build)]),
        ...(waiting.length > 0 ? [inputAction(waiting)] : []),
        {},
      ],
    };
  }

  queueItem(item: QueueItem): Bean {
    const { id, job, since, build, leftAt } = item;
    const left = leftAt !== undefined;
    return {
      _class: left ? 'hudson.model.Queue$LeftItem' : 'hudson.model.Queue$WaitingItem',
      ...{ id, inQueueSince: since, url: `queue/item/${id}/`, stuck: false },
      blocked: false,
      buildable: false,
      why: left ? null : 'In the quiet period. Expires in 2.9 sec',
      params: '',
      task: {
        _class: CLASSES[job.kind],
        name: job.fullName.split('/').at(-1),
        fullName: job.fullName,
        url: `${this.#url}${jobPath(job.fullName)}/`,
      },
      actions: [
        causeAction(item),
        ...(Object.keys(item.values).length > 0 ? [parametersAction(item)] : []),
      ],
      ...(left && {
        cancelled: item.isCancelled === true,
        executable: build
          ? {
              _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
              number: build.number,
              url: `${this.#url}${jobPath(job.fullName)}/${build.number}/`,
            }
          : null,
      }),
    };
  }

  queue(): Bean {
    const waiting = this.#jenkins
      .queue()
      .filter(({ leftAt, job }) => leftAt === undefined && this.#mayRead(job));
    return { _class: 'hudson.model.Queue', items: waiting.map(item => this.queueItem(item)) };
  }

  #children(prefix: string): Bean[] {
    return this.#jenkins
      .jobs()
      .filter(
        job =>
          job.fullName.startsWith(prefix) &&
          !job.fullName.slice(prefix.length).includes('/') &&
          this.#mayRead(job),
      )
      .map(job => this.job(job));
  }
}

function causeAction({ cause }: Pick<FakeBuild, 'cause'>): Bean {
  const { class: type, description, userId, userName } = cause;
  return {
    _class: 'hudson.model.CauseAction',
    causes: [{ _class: type, shortDescription: description, userId, userName }],
  };
}

function parametersAction({ job, values }: { job: JobPlan; values: Values }): Bean {
  return {
    _class: 'hudson.model.ParametersAction',
    parameters: (job.parameters ?? []).map(({ kind, name }) => ({
      _class: `hudson.model.${kind === 'Choice' ? 'String' : kind}ParameterValue`,
      name,
      // A password's value is not exported.
      value: kind === 'Password' ? undefined : values[name],
    })),
  };
}

function buildData({ job, commit }: FakeBuild): Bean {
  const name = decodeURIComponent(job.fullName.split('/').at(-1) ?? '');
  const branch = /^(main|feature|PR-)/.test(name) ? name : 'main';
  return {
    _class: 'hudson.plugins.git.util.BuildData',
    lastBuiltRevision: {
      SHA1: commit,
      branch: [{ SHA1: commit, name: `refs/remotes/origin/${branch}` }],
    },
    remoteUrls: job.repository === undefined ? [] : [job.repository],
  };
}

function inputAction(waiting: readonly InputPlan[]): Bean {
  return {
    _class: 'org.jenkinsci.plugins.workflow.support.steps.input.InputAction',
    waitingForInput: true,
    executions: waiting.map(input => ({
      _class: 'org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution',
      ...{ id: input.id, displayName: input.message.slice(0, 32), settled: false },
      input: {
        _class: 'org.jenkinsci.plugins.workflow.support.steps.input.InputStep',
        ...{ id: input.id, message: input.message, ok: input.ok ?? 'Proceed', cancel: 'Abort' },
        submitter: input.submitter ?? null,
        submitterParameter: null,
        parameters: (input.parameters ?? []).map(parameterDefinition),
      },
    })),
  };
}

export function parameterDefinition(plan: ParameterPlan): Bean {
  const { kind, name, description, choices } = plan;
  return {
    _class: `hudson.model.${kind}ParameterDefinition`,
    type: `${kind}ParameterDefinition`,
    name,
    description: description ?? null,
    ...(choices && { choices: [...choices] }),
    defaultParameterValue: {
      _class: `hudson.model.${kind === 'Choice' ? 'String' : kind}ParameterValue`,
      name,
      value: kind === 'Password' ? undefined : (plan.default ?? choices?.[0]),
    },
  };
}

/** As the stages API (`wfapi`) tells a stage. */
export function stageBean(stage: StageView, { now, path }: { now: number; path: string }): Bean {
  const nodeBean = (node: StageView | NodeView) => ({
    _links: { self: { href: `${path}/execution/node/${node.id}/wfapi/describe` } },
    ...{ id: node.id, name: node.name, execNode: '', status: node.status },
    startTimeMillis: node.status === 'NOT_EXECUTED' ? 0 : node.startedAt,
    durationMillis: (node.endedAt ?? now) - node.startedAt,
    pauseDurationMillis: 0,
  });
  return {
    ...nodeBean(stage),
    error: stage.nodes.find(({ error }) => error !== undefined)?.error,
    stageFlowNodes: stage.nodes.map(node => ({
      ...nodeBean(node),
      parameterDescription: node.text,
      error: node.error,
      parentNodes: [stage.id],
    })),
  };
}
