import { InputError } from '@backstage/errors';
import {
  ownerNameSchema,
  parseRepositoryUrl,
  repositoryNameSchema,
} from '@kubemate/plugin-repositories-common';

/**
 * The repository of `owner/name`, of its address, or of the address of something in it.
 * @throws InputError for what names none of the portal's git server
 */
export function placeOf(address: string): { owner: string; name: string } {
  const found = parseRepositoryUrl(withoutType(address)) ?? shortPlace(address);
  if (!found) throw new InputError(`${address} is no repository of the portal’s git server`);
  return { owner: found.owner, name: found.name };
}

function shortPlace(address: string): { owner: string; name: string } | undefined {
  const [owner, name, ...rest] = address.split('/');
  const isPlace =
    rest.length === 0 &&
    ownerNameSchema.safeParse(owner).success &&
    repositoryNameSchema.safeParse(name).success;
  return isPlace && owner !== undefined && name !== undefined ? { owner, name } : undefined;
}

/** An address as annotations of entities have it says first what it is: `url:https://…`. */
export function withoutType(address: string): string {
  return address.replace(/^url:/, '');
}
