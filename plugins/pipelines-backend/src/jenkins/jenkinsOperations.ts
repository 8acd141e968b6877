import { answerInputOperation } from './answerInput';
import { cancelBuild, deleteBuild } from './endBuild';
import type { AnswerRules } from '../waiting/AnswerRules';
import type { JenkinsEngine } from './JenkinsEngine';
import { rerunBuild, startBuild } from './startBuild';

/** The operations on runs as Jenkins does them: with the instance's account, for whom the configuration lets. */
export function jenkinsOperations(engine: JenkinsEngine, rules: AnswerRules) {
  return {
    startRun: startBuild(engine),
    rerun: rerunBuild(engine),
    cancelRun: cancelBuild(engine),
    deleteRun: deleteBuild(engine),
    answerInput: answerInputOperation(engine, rules),
  };
}
