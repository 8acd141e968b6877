import { activity } from './zh/activity';
import { compare } from './zh/compare';
import { definitions } from './zh/definitions';
import { evidence } from './zh/evidence';
import { fields } from './zh/fields';
import { flow } from './zh/flow';
import { phrases } from './zh/phrases';
import { lintPhrases } from './zh/lintPhrases';
import { runPhrases } from './zh/runPhrases';
import { signaturePhrases } from './zh/signaturePhrases';
import { outcomes } from './zh/outcomes';
import { presets } from './zh/presets';
import { promotion } from './zh/promotion';
import { run } from './zh/run';
import { runs } from './zh/runs';
import { triggers } from './zh/triggers';
import { waiting } from './zh/waiting';

/** 简体中文 */
export default {
  ...runs,
  ...run,
  ...definitions,
  ...promotion,
  ...phrases,
  ...lintPhrases,
  ...runPhrases,
  ...signaturePhrases,
  ...evidence,
  ...fields,
  ...flow,
  ...compare,
  ...waiting,
  ...triggers,
  ...activity,
  ...outcomes,
  ...presets,
};
