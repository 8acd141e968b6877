import { randomBytes } from 'node:crypto';
import type { ObjectStore } from '@kubemate/storage-node';
import type { SigningKey } from './chain/Signer';

const KEY_OBJECT = 'audit/signing-key';

type Keys = readonly [SigningKey, ...SigningKey[]];

/** The configured keys; where there are none, one that is generated on first use and kept beside the anchors. */
export async function signingKeys(
  configured: readonly SigningKey[] | undefined,
  objects: ObjectStore,
): Promise<{ readonly keys: Keys; readonly from: 'config' | 'generated' }> {
  const [first, ...rest] = configured ?? [];
  if (first !== undefined) return { keys: [first, ...rest], from: 'config' };
  const fresh = new TextEncoder().encode(randomBytes(32).toString('hex'));
  // Another server may be first; all then use what it wrote.
  await objects.putIfAbsent(KEY_OBJECT, fresh);
  const secret = new TextDecoder().decode((await objects.get(KEY_OBJECT)) ?? fresh);
  return { keys: [{ id: 'generated', secret }], from: 'generated' };
}
