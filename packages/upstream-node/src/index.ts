export { Upstream } from './Upstream';
export type { UpstreamOptions, UpstreamRequest, UpstreamResponse } from './Upstream';
export { isPlainHttp, upstreamUrlSchema } from './upstreamUrl';
