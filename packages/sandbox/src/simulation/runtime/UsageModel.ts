import { parseQuantity } from '@kubemate/kube-common';
import type { Clock } from '../../Clock';
import { hash32 } from '../Random';
import type { Container, Pod } from '../objects/pod';
import type { ImageCatalog } from './ImageCatalog';

/** Cores and bytes. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

const DAY_MS = 86_400_000;
/** metrics-server reports averages over windows, so usage moves in steps. */
const WINDOW_MS = 15_000;
const MAX_PROFILES = 1_000;

/** Smooth noise in [-1, 1] that depends on the seed and the time alone. */
function wave(seed: number, time: number, periodMs: number): number {
  return Math.sin((2 * Math.PI * (time + (seed % periodMs))) / periodMs);
}

/** What a container's use depends on, beside the time. Shared by all containers that are alike. */
interface UsageProfile {
  readonly cpu: number;
  readonly memory: number;
  readonly memoryLimit: number;
  readonly imageSeed: number;
}

/** A running container, ready to be measured at any moment without its pod. */
export interface ContainerLoad {
  readonly name: string;
  readonly seed: number;
  readonly profile: UsageProfile;
}

/**
 * What containers use, as a function of the pod and the time: a daily rhythm with its peak in the evening, slower and
 * faster waves, and a little noise. No measurement is stored, so any moment can be asked for.
 */
export class UsageModel {
  private readonly profiles = new Map<string, UsageProfile>();

  constructor(
    private readonly clock: Clock,
    private readonly images: ImageCatalog,
  ) {}

  /** By container; undefined before the first measurement. */
  ofPod(pod: Pod): Readonly<Record<string, Usage>> | undefined {
    const loads = this.loadsOf(pod);
    if (loads.length === 0) return undefined;
    return Object.fromEntries(loads.map(load => [load.name, this.measure(load)]));
  }

  /** The containers of a pod that use something. */
  loadsOf({ metadata, spec, status }: Pod): readonly ContainerLoad[] {
    if (status?.phase !== 'Running') return [];
    const running = (status.containerStatuses ?? []).filter(({ state }) => state?.running);
    return spec.containers
      .filter(({ name }) => running.some(container => container.name === name))
      .map(container => ({
        name: container.name,
        seed: hash32(metadata.uid + container.name),
        profile: this.profileOf(container),
      }));
  }

  measure({ seed, profile }: ContainerLoad): Usage {
    const time = this.window() * WINDOW_MS;
    const daily = 1 + 0.35 * wave(0, time - 14 * 3_600_000, DAY_MS);
    const busy =
      daily +
      0.3 * wave(profile.imageSeed, time, 47 * 60_000) +
      0.12 * wave(seed, time, 7 * 60_000);
    const noise = (hash32(`${seed}/${time}`) % 1000) / 1000;
    return {
      cpu: Math.max(0.001, profile.cpu * (busy + 0.1 * noise)),
      memory: Math.min(
        profile.memoryLimit * 0.99,
        profile.memory * (0.92 + 0.05 * wave(seed, time, 90 * 60_000) + 0.03 * noise),
      ),
    };
  }

  /** Counts the windows of the metrics server: nothing that was measured changes within one. */
  window(): number {
    return Math.floor(this.clock.now() / WINDOW_MS);
  }

  private profileOf({ image, resources }: Container): UsageProfile {
    const { requests, limits } = resources ?? {};
    const key = `${image} ${requests?.cpu} ${requests?.memory} ${limits?.memory}`;
    const known = this.profiles.get(key);
    if (known !== undefined) return known;
    const { cpu, memory } = this.images.find(image).behaviour;
    const profile = {
      cpu: parseQuantity(cpu) ?? (parseQuantity(requests?.cpu) ?? 0.05) * 0.4,
      memory: parseQuantity(memory) ?? (parseQuantity(requests?.memory) ?? 2 ** 26) * 0.7,
      memoryLimit: parseQuantity(limits?.memory) ?? Infinity,
      imageSeed: hash32(image),
    };
    // People may try any number of images and sizes; the fleet itself has some dozens.
    if (this.profiles.size >= MAX_PROFILES) this.profiles.clear();
    this.profiles.set(key, profile);
    return profile;
  }
}
