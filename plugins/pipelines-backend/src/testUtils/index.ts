export { describeForge, FORGE_FILES } from './describeForge';
export type { ForgePeer } from './describeForge';
export { PortalForge } from '../promotion/git/PortalForge';
export { GiteaPeer } from './GiteaPeer';
