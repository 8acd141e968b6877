import type { OperationInput } from '@kubemate/operations-common';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { EventListener, Trigger } from '@kubemate/plugin-pipelines-common';

export interface ReplayDraft {
  readonly body: string;
  readonly event: string;
}

const SAMPLE = {
  ref: 'refs/heads/main',
  after: '4f2a9c1d7b3e5f60718293a4b5c6d7e8f9012345',
  repository: { name: 'cart', clone_url: 'https://git.example.com/shop/cart.git' },
};

/** A push as git hosts send it, to begin with; of the kind that the trigger waits for. */
export function replayDraft({ interceptors }: Trigger): ReplayDraft {
  const types = interceptors.flatMap(({ eventTypes }) => eventTypes ?? []);
  return { body: JSON.stringify(SAMPLE, null, 2), event: types[0] ?? 'push' };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What the operation is given; undefined while the payload is no JSON. */
export function replayInput(
  { place, folder, name }: Pick<EventListener, 'place' | 'folder' | 'name'>,
  { name: trigger, group }: { readonly name: string; readonly group?: string },
  { body, event }: ReplayDraft,
): OperationInput<typeof pipelineOperations.replayTrigger> | undefined {
  if (!isJson(body)) return undefined;
  const kind = event.trim();
  // Each host has its own header for it.
  const names = ['X-GitHub-Event', 'X-Gitlab-Event', 'X-Event-Key'];
  return {
    ...{ place, folder, listener: name, trigger, body },
    ...(group === undefined ? {} : { group }),
    ...(kind !== '' && { headers: Object.fromEntries(names.map(header => [header, kind])) }),
  };
}
