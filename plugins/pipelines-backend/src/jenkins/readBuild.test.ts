import { classifyBuild } from './classifyBuild';
import { parseRunName, placeOf, runName } from './jenkinsNames';
import { buildSchema } from './jenkinsSchemas';
import { readBuild } from './readBuild';

const AT = Date.parse('2026-03-01T10:00:00Z');
const context = { place: 'ci', fullName: 'shop/web/PR-7', isBranch: true };

function build(given: object) {
  return buildSchema.parse({
    ...{ number: 3, building: false, result: 'SUCCESS', timestamp: AT, duration: 5000 },
    ...given,
  });
}

const causedBy = (type: string, more: object = {}) => ({
  actions: [{}, null, { causes: [{ _class: type, shortDescription: 'x', ...more }] }],
});

describe('readBuild', () => {
  it.each([
    [{ building: true, result: null }, 'running'],
    [{ building: true, actions: [{ waitingForInput: true }] }, 'waiting'],
    [{ result: 'UNSTABLE' }, 'failed'],
    [{ result: 'FAILURE' }, 'failed'],
    [{ result: 'ABORTED' }, 'cancelled'],
    [{ result: 'NOT_BUILT' }, 'cancelled'],
    [{ result: 'SUCCESS' }, 'succeeded'],
  ])('reads %j as %s', (given, phase) => {
    expect(readBuild(build(given), context).phase).toBe(phase);
  });

  it.each([
    ['hudson.model.Cause$UserIdCause', { userName: 'Mia' }, { kind: 'manual', by: 'Mia' }],
    ['hudson.triggers.TimerTrigger$TimerTriggerCause', {}, { kind: 'schedule' }],
    ['hudson.triggers.SCMTrigger$SCMTriggerCause', {}, { kind: 'push' }],
    ['jenkins.branch.BranchEventCause', {}, { kind: 'pull-request' }],
    ['org.jenkinsci.plugins.workflow.cps.replay.ReplayCause', {}, { kind: 'rerun' }],
    [
      'hudson.model.Cause$UpstreamCause',
      { upstreamProject: 'shop/base', upstreamBuild: 9 },
      { kind: 'unknown', by: 'shop/base #9' },
    ],
  ])('reads the cause %s', (type, more, trigger) => {
    const isBranch = type.includes('BranchEvent');
    const given = readBuild(build(causedBy(type, more)), { ...context, isBranch });
    expect(given.trigger).toEqual(trigger);
  });

  it('takes the branch of a job that is none from what was checked out', () => {
    const data = {
      lastBuiltRevision: { SHA1: 'abc', branch: [{ name: 'refs/remotes/origin/feature/x' }] },
      remoteUrls: ['https://git.example.com/shop'],
    };
    const run = readBuild(build({ actions: [data] }), { ...context, isBranch: false });
    expect(run.source).toEqual({
      ...{ repository: 'https://git.example.com/shop', branch: 'feature/x', commit: 'abc' },
    });
  });
});

describe('names', () => {
  it('names a branch as people do, and tells the job and the number of a run apart', () => {
    expect(placeOf('shop/web/feature%2Fcart', { isBranch: true })).toEqual({
      ...{ folder: 'shop', job: 'web/feature/cart' },
    });
    expect(placeOf('release', {})).toEqual({ folder: '/', job: 'release' });
    expect(placeOf('odd%zz', {})).toEqual({ folder: '/', job: 'odd%zz' });
    expect(parseRunName(runName('step-2', 7))).toEqual({ job: 'step-2', number: 7 });
    expect(parseRunName(runName('a-q1', { queueId: 9 }))).toEqual({ job: 'a-q1', queueId: 9 });
    expect(parseRunName('release')).toBeUndefined();
  });
});

describe('classifyBuild', () => {
  const ended = (tail: string[], more: object = {}) =>
    classifyBuild({ phase: 'failed', result: 'FAILURE', nodes: [], tail, ...more });

  it.each([
    ['Cancelling nested steps due to timeout', 'timeout'],
    ['FATAL ERROR: JavaScript heap out of memory', 'oom'],
    ['Back-off pulling image: ImagePullBackOff', 'image-pull'],
    ['pods "agent-1" is forbidden: exceeded quota: compute', 'quota'],
    ['There are no nodes with the label ‘gpu’', 'unschedulable'],
    ['ERROR: Unable to find Jenkinsfile', 'missing-definition'],
    ['WorkflowScript: 12: expected a stage', 'invalid'],
    ['something else', 'unknown'],
  ])('finds in “%s” the cause %s', (line, cause) => {
    expect(ended([line])).toMatchObject({ cause, evidence: [line, 'FAILURE'] });
  });

  it('says nothing of what went well, and calls unstable a failed step', () => {
    expect(ended([], { phase: 'succeeded' })).toBeUndefined();
    expect(ended([], { result: 'UNSTABLE' })?.cause).toBe('step-failed');
    expect(ended([], { phase: 'cancelled', result: 'ABORTED' })?.cause).toBe('cancelled');
  });
});
