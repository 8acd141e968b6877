import { deed } from './zh/deed';
import { page } from './zh/page';
import { sentence } from './zh/sentence';
import { words } from './zh/words';

/** 简体中文 */
export default { ...page, ...words, ...deed, ...sentence };
