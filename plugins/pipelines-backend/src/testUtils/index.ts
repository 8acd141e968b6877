export { describeForge, FORGE_FILES } from '../promotion/git/hosts/__testUtils__/describeForge';
export type { ForgePeer } from '../promotion/git/hosts/__testUtils__/describeForge';
export { PortalForge } from '../promotion/git/PortalForge';
