import { access } from './zh/access';
import { form } from './zh/form';
import { tenants } from './zh/tenants';

/** 简体中文 */
export default { ...tenants, ...form, ...access };
