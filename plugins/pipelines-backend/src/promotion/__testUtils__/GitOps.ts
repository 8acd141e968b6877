import type { KubeService, Viewer } from '@kubemate/kube-node';
import { WORKLOADS } from '../environments/workloads';
import { readOverlay } from '../git/overlay';
import type { FolderForge } from './FolderForge';
import { imageOf } from './stages';

const EVERY_MS = 100;
export const OVERLAY = 'deploy/overlays/prod/kustomization.yaml';
const CART = imageOf('').slice(0, -1);

export function overlayWith(tag: string): string {
  return `# What runs in production.\nresources:\n  - ../../base\nimages:\n  - name: ${CART}\n    newTag: "${tag}"\n`;
}

/** A GitOps controller, as far as one image goes: it has production run what the overlay says. */
export class GitOps {
  readonly #options: { kube: KubeService; forge: FolderForge; viewer: Viewer; cluster: string };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #isPaused = true;

  constructor(options: { kube: KubeService; forge: FolderForge; viewer: Viewer; cluster: string }) {
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
    const { kube, forge, viewer, cluster } = this.#options;
    const said = readOverlay(forge.load().files[OVERLAY] ?? '', CART);
    if (said?.newTag === undefined) return;
    const image = `${imageOf(said.newTag)}${said.digest === undefined ? '' : `@${said.digest}`}`;
    const at = {
      ...{ cluster, resource: WORKLOADS.Deployment },
      ...{ namespace: 'shop-prod', name: 'cart' },
    };
    const { spec } = await kube.get(at, viewer);
    if (JSON.stringify(spec).includes(`"image":"${image}"`)) return;
    const value = { spec: { template: { spec: { containers: [{ name: 'cart', image }] } } } };
    await kube.write({ ...at, verb: 'patch', patch: { type: 'strategic', value } }, viewer);
  }
}
