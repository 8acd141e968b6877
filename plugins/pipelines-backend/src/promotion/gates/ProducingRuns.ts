import { isError } from '@backstage/errors';
import type { Clock, Viewer } from '@kubemate/kube-node';
import { runQuerySchema } from '@kubemate/plugin-pipelines-common';
import type { Run, RunDetail, RunningImage } from '@kubemate/plugin-pipelines-common';
import type { RunReader } from '../../runs/RunReader';
import { parseImage } from '../imageRef';
import type { Component } from '../environments/Components';

/** How many of a component's newest runs are looked at. */
const LOOKED_AT = 25;
const PARALLEL = 5;
/** What a finished run made does not change. */
const MAX_KNOWN = 2000;
const KEEP_MS = 3_600_000;

/** What a run has made. */
interface Made {
  readonly artifacts: RunDetail['artifacts'];
  readonly at: number;
}

/** Finds the run that made an image, among the runs that the viewer may see. */
export class ProducingRuns {
  readonly #runs: Pick<RunReader, 'list' | 'get'>;
  readonly #clock: Clock;
  readonly #made = new Map<string, Made>();

  constructor({ runs, clock }: { runs: Pick<RunReader, 'list' | 'get'>; clock: Clock }) {
    this.#runs = runs;
    this.#clock = clock;
  }

  async find(
    component: Pick<Component, 'name'>,
    image: RunningImage,
    viewer: Viewer,
  ): Promise<Run | undefined> {
    const query = runQuerySchema.parse({ component: component.name, limit: String(LOOKED_AT) });
    const { items } = await this.#runs.list(query, viewer);
    for (let start = 0; start < items.length; start += PARALLEL) {
      const batch = items.slice(start, start + PARALLEL);
      const made = await Promise.all(batch.map(run => this.#artifacts(run, viewer)));
      const at = made.findIndex(artifacts => artifacts.some(each => isOf(each, image)));
      if (at >= 0) return batch[at];
    }
    return undefined;
  }

  async #artifacts(run: Run, viewer: Viewer): Promise<RunDetail['artifacts']> {
    const key = `${run.ref.place} ${run.uid}`;
    const known = this.#made.get(key);
    const now = this.#clock.now();
    if (known !== undefined && now - known.at < KEEP_MS) return known.artifacts;
    try {
      const { artifacts } = await this.#runs.get(run.ref, viewer);
      if (this.#made.size >= MAX_KNOWN) this.#made.clear();
      if (run.finishedAt !== undefined) this.#made.set(key, { artifacts, at: now });
      return artifacts;
    } catch (error) {
      // Gone, or not for this viewer: then it tells nothing.
      if (isError(error) && ['NotFoundError', 'NotAllowedError'].includes(error.name)) return [];
      throw error;
    }
  }
}

/** By the digest; where the run says none, by name and tag. */
function isOf({ uri, digest }: RunDetail['artifacts'][number], image: RunningImage): boolean {
  const made = parseImage(uri.replace(/^(docker|oci|https?):\/\//, ''));
  const madeDigest = digest ?? made.digest;
  if (madeDigest !== undefined && image.digest !== undefined) return madeDigest === image.digest;
  return made.repository === image.repository && made.tag !== undefined && made.tag === image.tag;
}
