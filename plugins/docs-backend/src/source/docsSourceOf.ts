import path from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ANNOTATION_LOCATION, parseLocationRef, type Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { DOCS_ANNOTATION } from '@kubemate/plugin-docs-common';

/** A folder that holds documentation: at an address, or of the portal's own machine. */
export type DocsSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'folder'; readonly folder: string };

/**
 * Where an entity's documentation is.
 * @throws NotFoundError where it has none, InputError where its annotation cannot be meant
 */
export function docsSourceOf(entity: Entity, integrations: ScmIntegrationRegistry): DocsSource {
  const annotations = entity.metadata.annotations ?? {};
  const reference = annotations[DOCS_ANNOTATION];
  if (reference === undefined)
    throw new NotFoundError(`${entity.metadata.name} has no annotation ${DOCS_ANNOTATION}`);
  const { type, target } = parsed(reference, DOCS_ANNOTATION);
  if (type === 'url') return { kind: 'url', url: target };
  if (type !== 'dir')
    throw new InputError(`${DOCS_ANNOTATION} must be dir:… or url:…, it is ${reference}`);
  const origin = parsed(annotations[ANNOTATION_LOCATION] ?? '', ANNOTATION_LOCATION);
  if (origin.type === 'url')
    return {
      kind: 'url',
      url: integrations.resolveUrl({ url: folderOf(target), base: origin.target }),
    };
  if (origin.type !== 'file')
    throw new InputError(
      `${DOCS_ANNOTATION} is ${reference}, and ${ANNOTATION_LOCATION} no file or URL`,
    );
  return { kind: 'folder', folder: below(path.dirname(origin.target), target) };
}

function parsed(reference: string, annotation: string) {
  try {
    return parseLocationRef(reference);
  } catch {
    throw new InputError(
      `${annotation} must be <type>:<target>, it is ${JSON.stringify(reference)}`,
    );
  }
}

/** Without the slash a folder would be taken for the file beside which the next address stands. */
function folderOf(target: string): string {
  return target.endsWith('/') ? target : `${target}/`;
}

/** A file of the machine names documentation beside it, never above. */
function below(folder: string, target: string): string {
  try {
    return resolveSafeChildPath(folder, target);
  } catch {
    throw new InputError(`${DOCS_ANNOTATION} leads out of the folder of the entity: ${target}`);
  }
}
