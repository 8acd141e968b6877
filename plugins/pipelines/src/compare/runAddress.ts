import { runRefSchema } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';

/** A run as one word of an address: `tekton/dev/shop/build-1`. */
export function runAddress({ engine, place, folder, name }: RunRef): string {
  return [engine, place, folder, name].map(encodeURIComponent).join('/');
}

/** The run that a word of an address names; undefined for one that names none. */
export function readRunAddress(text: string): RunRef | undefined {
  const parts = text.split('/');
  if (parts.length !== 4) return undefined;
  const [engine, place, folder, name] = parts.map(decode);
  return runRefSchema.safeParse({ engine, place, folder, name }).data;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
