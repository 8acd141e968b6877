import { isError } from '@backstage/errors';
import type { Viewer } from '@kubemate/kube-node';
import type { Run, WaitingInput } from '@kubemate/plugin-pipelines-common';
import type { RunScope } from '../Engine';
import type { WaitingSource } from '../waiting/WaitingReader';
import { whyNotAct } from './buildTargets';
import type { JenkinsEngine } from './JenkinsEngine';

/** Builds that are read for one answer: each is a request or two. */
const MOST = 50;

/** Builds of Jenkins that wait at an `input` step. */
export class JenkinsWaiting implements WaitingSource {
  readonly #engine: JenkinsEngine;

  constructor({ engine }: { engine: JenkinsEngine }) {
    this.#engine = engine;
  }

  async waiting(scope: RunScope, viewer: Viewer) {
    const { items, failures } = await this.#engine.runs(scope, viewer);
    const waiting = items.filter(({ phase }) => phase === 'waiting');
    const read = await Promise.all(waiting.slice(0, MOST).map(run => this.#read(run, viewer)));
    return { items: read.flat(), isCut: waiting.length > MOST, failures };
  }

  async #read(run: Run, viewer: Viewer): Promise<WaitingInput[]> {
    const instance = this.#engine.instance(run.ref.place);
    try {
      const [{ inputs = [], graph }, { job }] = await Promise.all([
        instance.detail(run.ref, viewer),
        instance.locate(run.ref, viewer),
      ]);
      const denied = whyNotAct(this.#engine, { job, place: run.ref.place }, { viewer });
      // Jenkins does not tell since when it asks; the stage that does began a moment before.
      const since = graph.nodes.find(({ phase }) => phase === 'waiting')?.startedAt;
      return inputs.map(input => {
        const kept = instance.access.whyNotAnswer(viewer, input.submitters) && 'not-approver';
        const whyNot = denied === undefined ? kept : 'no-access';
        return {
          ...{ run, input, needed: 1, given: 0, answers: [], mayAnswer: whyNot === undefined },
          ...(since === undefined ? {} : { since }),
          ...(whyNot === undefined ? {} : { whyNot }),
        };
      });
    } catch (error) {
      // It was answered or deleted meanwhile.
      if (isError(error) && error.name === 'NotFoundError') return [];
      throw error;
    }
  }
}
