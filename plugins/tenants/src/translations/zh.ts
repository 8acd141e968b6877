import { access } from './zh/access';
import { entity } from './zh/entity';
import { form } from './zh/form';
import { phrases } from './zh/phrases';
import { tenants } from './zh/tenants';

/** 简体中文 */
export default { ...tenants, ...form, ...access, ...entity, ...phrases };
