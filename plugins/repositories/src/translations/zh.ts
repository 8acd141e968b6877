import { phrases } from './zh/phrases';
import { repositories } from './zh/repositories';

/** 简体中文 */
export default { ...repositories, ...phrases };
