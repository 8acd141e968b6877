import { CHAINS } from '@kubemate/plugin-audit-common';
import type { VerifyReport } from '@kubemate/plugin-audit-common';
import type { AnchorStore } from './anchors/AnchorStore';
import type { ChainStore } from './chain/ChainStore';
import type { Signer } from './chain/Signer';
import { verifyChain } from './chain/verifyChain';
import type { KnexStateStore } from './state/KnexStateStore';

const LATEST = 'latest-verify';

export interface VerifierDeps {
  readonly store: ChainStore;
  readonly anchors: AnchorStore;
  readonly signer: Signer;
  readonly key: VerifyReport['key'];
  readonly state: KnexStateStore;
  readonly now: () => number;
  readonly shutdown: AbortSignal;
}

/** Checks the chains; one check at a time, which all who ask meanwhile share. */
export class Verifier {
  readonly #deps: VerifierDeps;
  #running: Promise<VerifyReport> | undefined;

  constructor(deps: VerifierDeps) {
    this.#deps = deps;
  }

  verify(): Promise<VerifyReport> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** What the latest check found, on whatever server it ran. */
  async latest(): Promise<VerifyReport | undefined> {
    // Written by `#run` alone.
    return (await this.#deps.state.get(LATEST)) as VerifyReport | undefined;
  }

  async #run(): Promise<VerifyReport> {
    const { store, anchors, signer, key, state, now, shutdown } = this.#deps;
    const began = now();
    const chains = [];
    for (const chain of CHAINS) {
      const list = await anchors.list(chain);
      chains.push(await verifyChain({ chain, store, signer, anchors: list, signal: shutdown }));
    }
    const report: VerifyReport = {
      ok: chains.every(({ ok }) => ok),
      at: now(),
      durationMs: now() - began,
      chains,
      key,
      anchorStore: anchors.location,
    };
    await state.set(LATEST, report);
    return report;
  }
}
