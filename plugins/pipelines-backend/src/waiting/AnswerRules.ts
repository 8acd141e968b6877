import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Viewer } from '@kubemate/kube-node';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { isPerson } from '../promotion/approvals/judgeApproval';

/** Who may not let a run go on, whatever the engine says. */
export interface AnswerRules {
  readonly notBy: readonly 'starter'[];
}

const KEY = 'kubemate.pipelines.answers.notBy';

/** @throws InputError that names the key of what is wrong */
export function readAnswerRules(config: RootConfigService): AnswerRules {
  const names = config.getOptionalStringArray(KEY) ?? [];
  return {
    notBy: names.map(name => {
      if (name !== 'starter') throw new InputError(`Invalid ${KEY}: ${name} is not "starter"`);
      return name;
    }),
  };
}

/** Whether somebody started the run themselves. */
export function isSelf({ by }: Run['trigger'], { userEntityRef }: Viewer): boolean {
  return by !== undefined && isPerson(by, userEntityRef);
}
