import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { KubeService, PortalReader } from '@kubemate/kube-node';
import type { Engine } from '../Engine';
import type { JenkinsEngine } from '../jenkins/JenkinsEngine';
import { JenkinsInputs } from '../jenkins/JenkinsInputs';
import { JenkinsWaiting } from '../jenkins/JenkinsWaiting';
import { TektonInputs } from '../tekton/approvals/TektonInputs';
import { TektonWaiting } from '../tekton/approvals/TektonWaiting';
import { readAnswerRules } from './AnswerRules';
import { readIdentityPrefixes } from './mail/readIdentityPrefixes';
import { WaitingReader } from './WaitingReader';

/** What waits for a person, for whoever asks and for mail. */
export function openWaiting(options: {
  readonly config: RootConfigService;
  readonly kube: KubeService;
  readonly portalReader: PortalReader;
  readonly tekton: Pick<Engine, 'runs'>;
  readonly jenkins: JenkinsEngine;
}) {
  const { config, kube, portalReader, tekton, jenkins } = options;
  const rules = readAnswerRules(config);
  const tasks = new TektonWaiting({ kube, engine: tekton });
  const builds = new JenkinsWaiting({ engine: jenkins });
  return {
    rules,
    waiting: new WaitingReader({ sources: [tasks, builds], rules }),
    /** Each by itself, with what is found there without a viewer. */
    engines: [
      {
        source: new TektonInputs({ reader: portalReader, prefixes: readIdentityPrefixes(config) }),
        waiting: new WaitingReader({ sources: [tasks], rules }),
      },
      {
        source: new JenkinsInputs({ engine: jenkins }),
        waiting: new WaitingReader({ sources: [builds], rules }),
      },
    ],
  };
}
