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
export { HostedRemotes } from './HostedRemotes';
export type { GitLogin, HostedRemote } from './HostedRemotes';
export { isHosted, parseHostedName } from './hostedName';
export { openHosts } from './openHosts';
