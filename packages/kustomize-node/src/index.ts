export { buildKustomization } from './buildKustomization';
export { titleOf } from './Manifest';
export type { Manifest, WorkspaceTexts } from './Manifest';
export { objectsOf } from './parseYaml';
export { kustomizationFile } from './readKustomization';
