import type { Viewer } from '@kubemate/kube-node';
import type { PlaceFailure, WaitingInput, WaitingList } from '@kubemate/plugin-pipelines-common';
import { mergeFailures } from '../runs/mergePages';
import type { RunScope } from '../Engine';
import { isSelf } from './AnswerRules';
import type { AnswerRules } from './AnswerRules';

/** What waits at one engine, as the viewer may see it. */
export interface WaitingSource {
  waiting(
    scope: RunScope,
    viewer: Viewer,
  ): Promise<{
    readonly items: readonly WaitingInput[];
    readonly isCut: boolean;
    readonly failures: readonly PlaceFailure[];
  }>;
}

/** What waits for a person at all engines; what the viewer may answer first, then what waits longest. */
export class WaitingReader {
  readonly #sources: readonly WaitingSource[];
  readonly #rules: AnswerRules;

  constructor({ sources, rules }: { sources: readonly WaitingSource[]; rules: AnswerRules }) {
    this.#sources = sources;
    this.#rules = rules;
  }

  async list(
    scope: RunScope,
    { viewer, isOffered }: { viewer: Viewer; isOffered: boolean },
  ): Promise<WaitingList> {
    const lists = await Promise.all(this.#sources.map(source => source.waiting(scope, viewer)));
    return {
      items: lists
        .flatMap(({ items }) => items)
        .map(item => this.#judge(item, { viewer, isOffered }))
        .sort((a, b) => Number(b.mayAnswer) - Number(a.mayAnswer) || waitsFrom(a) - waitsFrom(b)),
      isCut: lists.some(({ isCut }) => isCut),
      failures: mergeFailures(lists.flatMap(({ failures }) => failures)),
    };
  }

  /** What the role and the portal's own rules say beside the engine. */
  #judge(
    item: WaitingInput,
    { viewer, isOffered }: { viewer: Viewer; isOffered: boolean },
  ): WaitingInput {
    if (!isOffered) return { ...item, mayAnswer: false, whyNot: 'no-permission' };
    const isOwn = this.#rules.notBy.includes('starter') && isSelf(item.run.trigger, viewer);
    if (item.mayAnswer && isOwn) return { ...item, mayAnswer: false, whyNot: 'starter' };
    return item;
  }
}

function waitsFrom({ since, run }: WaitingInput): number {
  return since ?? run.createdAt;
}
