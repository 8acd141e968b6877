import { causes } from './zh/causes';
import { clusters } from './zh/clusters';
import { columns } from './zh/columns';
import { entity } from './zh/entity';
import { evidence } from './zh/evidence';
import { explorer } from './zh/explorer';
import { gpuField } from './zh/gpuField';
import { helm } from './zh/helm';
import { home } from './zh/home';
import { identity } from './zh/identity';
import { logs } from './zh/logs';
import { map } from './zh/map';
import { object } from './zh/object';
import { operations } from './zh/operations';
import { phrases } from './zh/phrases';
import { palette } from './zh/palette';
import { registry } from './zh/registry';
import { steps } from './zh/steps';
import { summaries } from './zh/summaries';
import { summary } from './zh/summary';
import { terminal } from './zh/terminal';
import { why } from './zh/why';

/** 简体中文 */
export default {
  ...home,
  ...identity,
  ...clusters,
  ...explorer,
  ...object,
  ...summary,
  ...why,
  ...gpuField,
  ...causes,
  ...evidence,
  ...summaries,
  ...steps,
  ...logs,
  ...map,
  ...terminal,
  ...palette,
  ...operations,
  ...phrases,
  ...columns,
  ...registry,
  ...helm,
  ...entity,
};
