import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { activity } from './en/activity';
import { compare } from './en/compare';
import { definitions } from './en/definitions';
import { evidence } from './en/evidence';
import { fields } from './en/fields';
import { flow } from './en/flow';
import { phrases } from './en/phrases';
import { outcomes } from './en/outcomes';
import { presets } from './en/presets';
import { promotion } from './en/promotion';
import { run } from './en/run';
import { runs } from './en/runs';
import { triggers } from './en/triggers';
import { waiting } from './en/waiting';

/** Every word of this plugin's screens. */
export const pipelinesTranslationRef = createTranslationRef({
  id: 'pipelines',
  messages: {
    ...runs,
    ...run,
    ...definitions,
    ...promotion,
    ...phrases,
    ...evidence,
    ...fields,
    ...flow,
    ...compare,
    ...waiting,
    ...triggers,
    ...activity,
    ...outcomes,
    ...presets,
  },
  translations: { zh: () => import('./zh') },
});
