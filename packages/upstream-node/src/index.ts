export { Semaphore } from './Semaphore';
export { postOutside } from './postOutside';
export type { AddressCheck, OutsideAnswer, OutsidePost } from './postOutside';
export { readConfigList } from './readConfigList';
export { Upstream } from './Upstream';
export type { UpstreamOptions, UpstreamRequest, UpstreamResponse } from './Upstream';
export { isPlainHttp, upstreamUrlSchema } from './upstreamUrl';
