import type { Functions } from '../stages/Expression';
import { splitImage } from '../../registry/imageManifest';
import { knownDigest } from '../../registry/knownImages';
import { hash32 } from '../Random';
import type { Pod } from '../objects/pod';
import type { PodNetwork } from './PodNetwork';

function digest(text: string): string {
  let hex = '';
  for (let part = 0; hex.length < 64; part++)
    hex += hash32(text, part).toString(16).padStart(8, '0');
  return hex;
}

/** `1m20s`, as Go prints durations. */
export function goDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}

function pulledMessage(image: string): string {
  const seconds = (600 + (hash32(image) % 5200)) / 1000;
  const bytes = 18_000_000 + (hash32(image, 1) % 340_000_000);
  return `Successfully pulled image "${image}" in ${seconds}s (${seconds}s including waiting). Image size: ${bytes} bytes.`;
}

/** As containerd says it: the repository with the digest, which a pinned image names itself. */
function imageId(image: string): string {
  const [named = '', pinned] = image.split('@');
  const { repository } = splitImage(named);
  return `${repository}@${pinned ?? knownDigest(named)}`;
}

/** What the stages of pods may call besides the general functions. */
export function podStageFunctions(network: PodNetwork): Functions {
  return {
    podIP: pod => network.addressOf(pod as Pod),
    imageID: image => imageId(String(image)),
    containerID: (...parts) => `containerd://${digest(parts.join('/'))}`,
    duration: seconds => goDuration(Number(seconds)),
    pulled: image => pulledMessage(String(image)),
    braces: name => `{${String(name)}}`,
  };
}
