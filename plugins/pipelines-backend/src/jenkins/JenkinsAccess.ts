import type { Viewer } from '@kubemate/kube-node';
import type { Phrase } from '@kubemate/operations-common';
import { say } from '@kubemate/plugin-pipelines-common';
import { isAmong, ruleOf } from '../pathRules';
import type { JenkinsConfig } from './readJenkinsConfig';

type Rules = Pick<JenkinsConfig, 'folders' | 'submitters'>;

/**
 * Who may see and do what on an instance. Jenkins itself knows only the portal's account, so the configuration says whose a folder is: of the entries that hold a
 * job the longest path counts, and where none does, nobody sees it.
 */
export class JenkinsAccess {
  readonly #rules: Rules;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  mayRead(viewer: Viewer, fullName: string): boolean {
    const rule = ruleOf(this.#rules.folders, fullName);
    return rule !== undefined && isAmong(viewer, [...rule.owners, ...rule.readers]);
  }

  mayAct(viewer: Viewer, fullName: string): boolean {
    const rule = ruleOf(this.#rules.folders, fullName);
    return rule !== undefined && isAmong(viewer, rule.owners);
  }

  /**
   * Why the viewer may not answer an input that the pipeline keeps for somebody; undefined where they may. Jenkins would let any administrator's account pass, and
   * the portal's may be one.
   */
  whyNotAnswer(viewer: Viewer, submitters: readonly string[]): Phrase | undefined {
    if (submitters.length === 0) return undefined;
    const known = submitters.flatMap(name => this.#rules.submitters[name] ?? []);
    if (isAmong(viewer, known)) return undefined;
    return say('keptFor', { names: submitters.join(', ') });
  }

  /** Whose a job is, as the configuration says it. */
  peopleOf(fullName: string): { owners: string[]; readers: string[] } {
    const { owners = [], readers = [] } = ruleOf(this.#rules.folders, fullName) ?? {};
    return { owners: [...owners], readers: [...readers] };
  }

  /** Of whom an answer may be taken, as far as they are named; anybody is nobody in particular. */
  approvers(fullName: string, submitters: readonly string[]): readonly string[] {
    const known =
      submitters.length === 0
        ? (ruleOf(this.#rules.folders, fullName)?.owners ?? [])
        : submitters.flatMap(name => this.#rules.submitters[name] ?? []);
    return known.filter(ref => ref !== '*');
  }
}
