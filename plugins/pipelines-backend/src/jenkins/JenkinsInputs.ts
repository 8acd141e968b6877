import { isError } from '@backstage/errors';
import type { InputSource, OpenInput } from '../waiting/mail/InputSource';
import type { JenkinsEngine } from './JenkinsEngine';

/** Builds of all Jenkins controllers that wait at an `input` step. */
export class JenkinsInputs implements InputSource {
  readonly engine = 'jenkins';
  readonly #engine: Pick<JenkinsEngine, 'instances' | 'instance'>;

  constructor({ engine }: { engine: Pick<JenkinsEngine, 'instances' | 'instance'> }) {
    this.#engine = engine;
  }

  async open() {
    const instances = this.#engine.instances({});
    await Promise.all(instances.map(instance => instance.refresh()));
    const found = await Promise.all(
      instances.map(async instance => {
        const builds = await instance.waiting();
        return builds.flatMap(({ run, inputs }) =>
          inputs.map(({ id }) => ({ run: run.ref, input: id, uid: run.uid })),
        );
      }),
    );
    const known = instances.filter(({ asOf, failure }) => asOf > 0 && failure === undefined);
    return { items: found.flat(), places: known.map(({ name }) => name) };
  }

  /** For whom the pipeline keeps the answer, by the configuration; whose the folder is, where it keeps it for nobody. */
  async candidates({ run, input }: OpenInput) {
    try {
      const instance = this.#engine.instance(run.place);
      const builds = await instance.waiting(run.name);
      const build = builds.find(({ run: { ref } }) => ref.folder === run.folder);
      const open = build?.inputs.find(({ id }) => id === input);
      if (build === undefined || open === undefined) return [];
      return instance.access.approvers(build.fullName, open.submitters);
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return [];
      throw error;
    }
  }
}
