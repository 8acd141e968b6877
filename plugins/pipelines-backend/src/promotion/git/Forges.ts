import { isHosted } from '@kubemate/git-hosts-node';
import type { Forge, ForgeRepository, ForgeUser } from '@kubemate/git-hosts-node';

/** The portal's own repositories by their names, those of other hosts by their addresses. */
export class Forges implements Forge {
  constructor(private readonly forges: { readonly portal: Forge; readonly hosted: Forge }) {}

  open(repository: string, user: ForgeUser): ForgeRepository {
    const { portal, hosted } = this.forges;
    return (isHosted(repository) ? hosted : portal).open(repository, user);
  }
}
