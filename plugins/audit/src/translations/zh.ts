import { page } from './zh/page';
import { sentence } from './zh/sentence';
import { words } from './zh/words';

/** 简体中文 */
export default { ...page, ...words, ...sentence };
