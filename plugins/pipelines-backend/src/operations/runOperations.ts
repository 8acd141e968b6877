import type { AnyOperation } from '@kubemate/operations-node';
import { jenkinsOperations } from '../jenkins/jenkinsOperations';
import type { JenkinsEngine } from '../jenkins/JenkinsEngine';
import { byEngine } from './byEngine';
import { cancelRun, deleteRun } from './endRun';
import { rerunOperation } from './rerun';
import type { RerunDeps } from './rerun';
import { startRun } from './startRun';

/** Every operation of `pipelineOperations`; a test holds that none is missing. */
export function runOperations(
  deps: RerunDeps & { jenkins: JenkinsEngine },
): readonly AnyOperation[] {
  const jenkins = jenkinsOperations(deps.jenkins);
  return [
    byEngine({ tekton: startRun, jenkins: jenkins.startRun }),
    byEngine({ tekton: cancelRun, jenkins: jenkins.cancelRun }),
    byEngine({ tekton: rerunOperation(deps), jenkins: jenkins.rerun }),
    byEngine({ tekton: deleteRun, jenkins: jenkins.deleteRun }),
    jenkins.answerInput,
  ];
}
