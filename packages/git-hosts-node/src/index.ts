export type {
  Forge,
  ForgeChange,
  ForgeCommit,
  ForgeFile,
  ForgeProposal,
  ForgePullRequest,
  ForgeRepository,
  ForgeUser,
  TriedCommit,
} from './Forge';
export { isHosted } from './hostedName';
export { openHosts } from './openHosts';
