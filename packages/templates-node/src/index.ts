export { dryRunTemplate } from './dryRunTemplate';
export type { DryRun, DryRunFile, DryRunOptions } from './dryRunTemplate';
export { readTemplateFolder } from './readTemplateFolder';
export type { TemplateFiles } from './readTemplateFolder';
