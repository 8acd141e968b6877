import type { KubeService, Viewer } from '@kubemate/kube-node';
import { WORKLOADS } from '../environments/workloads';
import { readOverlay } from '../git/overlay';
import { imageOf } from './stages';

const EVERY_MS = 100;
export const OVERLAY = 'deploy/overlays/prod/kustomization.yaml';
const CART = imageOf('').slice(0, -1);

export function overlayWith(tag: string): string {
  return `# What runs in production.\nresources:\n  - ../../base\nimages:\n  - name: ${CART}\n    newTag: "${tag}"\n`;
}

interface GitOpsOptions {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly cluster: string;
  readonly namespace: string;
  /** The overlay as it is in git. */
  readonly overlay: () => Promise<string>;
}

/** A GitOps controller, as far as one image goes: it has an environment run what its overlay says. */
export class GitOps {
  readonly #options: GitOpsOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #isPaused = true;

  constructor(options: GitOpsOptions) {
    this.#options = options;
    void this.#loop();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #loop(): Promise<void> {
    if (this.#isClosed) return;
    if (!this.#isPaused)
      try {
        await this.#sync();
      } catch {
        // The next turn looks again.
      }
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#loop(), EVERY_MS);
  }

  async #sync(): Promise<void> {
    const { kube, viewer, cluster, namespace, overlay } = this.#options;
    const said = readOverlay(await overlay(), CART);
    if (said?.newTag === undefined) return;
    const image = `${imageOf(said.newTag)}${said.digest === undefined ? '' : `@${said.digest}`}`;
    const at = {
      ...{ cluster, resource: WORKLOADS.Deployment },
      ...{ namespace, name: 'cart' },
    };
    const { spec } = await kube.get(at, viewer);
    if (JSON.stringify(spec).includes(`"image":"${image}"`)) return;
    const value = { spec: { template: { spec: { containers: [{ name: 'cart', image }] } } } };
    await kube.write({ ...at, verb: 'patch', patch: { type: 'strategic', value } }, viewer);
  }
}
