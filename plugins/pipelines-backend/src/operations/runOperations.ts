import type { AnyOperation } from '@kubemate/operations-node';
import { jenkinsOperations } from '../jenkins/jenkinsOperations';
import { jobOperations } from '../jenkins/jobOperations';
import type { JenkinsEngine } from '../jenkins/JenkinsEngine';
import { answerApprovalTask } from '../tekton/approvals/answerApprovalTask';
import type { AnswerRules } from '../waiting/AnswerRules';
import { presetOperations } from '../presets/presetOperations';
import type { Presets } from '../presets/Presets';
import { replayTrigger } from '../triggers/replayTrigger';
import { byEngine } from './byEngine';
import { cancelRun, deleteRun } from './endRun';
import { rerunOperation } from './rerun';
import type { RerunDeps } from './rerun';
import { startRun } from './startRun';

/** Every operation of `pipelineOperations`; a test holds that none is missing. */
export function runOperations(
  deps: RerunDeps & { jenkins: JenkinsEngine; rules: AnswerRules; presets: Presets },
): readonly AnyOperation[] {
  const jenkins = jenkinsOperations(deps.jenkins, deps.rules);
  return [
    byEngine({ tekton: startRun, jenkins: jenkins.startRun }),
    byEngine({ tekton: cancelRun, jenkins: jenkins.cancelRun }),
    byEngine({ tekton: rerunOperation(deps), jenkins: jenkins.rerun }),
    byEngine({ tekton: deleteRun, jenkins: jenkins.deleteRun }),
    byEngine({ tekton: answerApprovalTask(deps.rules), jenkins: jenkins.answerInput }),
    replayTrigger,
    ...(jobOperations(deps.jenkins) as readonly unknown[] as readonly AnyOperation[]),
    ...presetOperations(deps.presets),
  ];
}
