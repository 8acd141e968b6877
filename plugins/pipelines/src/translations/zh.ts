import { definitions } from './zh/definitions';
import { run } from './zh/run';
import { runs } from './zh/runs';

/** 简体中文 */
export default { ...runs, ...run, ...definitions };
