import { answerInputOperation } from './answerInput';
import { cancelBuild, deleteBuild } from './endBuild';
import type { JenkinsEngine } from './JenkinsEngine';
import { rerunBuild, startBuild } from './startBuild';

/** The operations on runs as Jenkins does them: with the instance's account, for whom the configuration lets. */
export function jenkinsOperations(engine: JenkinsEngine) {
  return {
    startRun: startBuild(engine),
    rerun: rerunBuild(engine),
    cancelRun: cancelBuild(engine),
    deleteRun: deleteBuild(engine),
    answerInput: answerInputOperation(engine),
  };
}
