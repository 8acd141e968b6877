import type { ManifestSource } from '../environments/Components';

/** The folder of an environment's overlay. */
export function folderOf({ folder }: Pick<ManifestSource, 'folder'>, environment: string): string {
  return folder.replaceAll('{environment}', environment).replace(/^\/+|\/+$/g, '');
}

/** The file that says which images an environment runs. */
export function pathOf(git: Pick<ManifestSource, 'folder'>, environment: string): string {
  return `${folderOf(git, environment)}/kustomization.yaml`;
}
