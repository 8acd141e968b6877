import { isDeepStrictEqual } from 'node:util';
import type { Chain, ChainProblem, ChainReport } from '@kubemate/plugin-audit-common';
import type { Anchor } from '../anchors/Anchor';
import type { ChainStore, Checkpoint, StoredRecord } from './ChainStore';
import { isSameThing } from './isSameThing';
import { recordObjects } from './recordObjects';
import { GENESIS, hashOf } from './sealRecord';
import type { UnsealedRecord } from './sealRecord';
import type { Signer } from './Signer';
import { toRow } from './toRow';

const BATCH = 500;
/** Enough to see what happened; after a break everything behind it is in doubt anyway. */
const MAX_PROBLEMS = 20;
/** How often a check begins anew because records were forgotten under it. */
const MAX_ATTEMPTS = 5;

export interface VerifyOptions {
  readonly chain: Chain;
  readonly store: ChainStore;
  readonly signer: Signer;
  /** Every anchor of the chain that the object store has, in any order. */
  readonly anchors: readonly Anchor[];
  readonly signal?: AbortSignal;
}

class ChainCheck {
  readonly #options: VerifyOptions;
  readonly #checkpoint: Checkpoint | undefined;
  readonly #problems: ChainProblem[] = [];
  readonly #anchors: Map<number, Anchor>;
  #records = 0;
  #first: number | undefined;
  /** The last record whose place in the chain is vouched for by a signature. */
  #vouched: number;
  #seq: number;
  #hash: string;

  constructor(options: VerifyOptions, checkpoint: Checkpoint | undefined) {
    this.#options = options;
    this.#checkpoint = checkpoint;
    this.#seq = checkpoint?.seq ?? 0;
    this.#hash = checkpoint?.hash ?? GENESIS;
    this.#vouched = this.#seq;
    const { anchors, signer, chain } = options;
    const signed = anchors.filter(({ signature, ...anchor }) =>
      signer.isSigned({ what: 'anchor', ...anchor }, signature),
    );
    for (const { seq } of anchors.filter(anchor => !signed.includes(anchor)))
      this.#report({
        seq,
        kind: 'forged',
        message: `The anchor of record ${seq} is not signed by a known key`,
      });
    this.#anchors = new Map(
      signed.filter(anchor => anchor.chain === chain).map(anchor => [anchor.seq, anchor]),
    );
  }

  async run(): Promise<ChainReport> {
    const { chain, store, signer, signal } = this.#options;
    this.#checkCheckpoint();
    const head = await store.head(chain);
    for (;;) {
      signal?.throwIfAborted();
      const batch = await store.read(chain, this.#seq + 1, BATCH);
      // Appended since the head was read: the next check's affair.
      const mine = batch.filter(({ row }) => row.seq <= (head?.seq ?? 0));
      for (const stored of mine) this.#checkRecord(stored);
      if (mine.length < batch.length) await this.#checkBeyond(batch[mine.length]);
      if (mine.length < BATCH || this.#problems.length >= MAX_PROBLEMS) break;
    }
    if (this.#problems.length < MAX_PROBLEMS) {
      const { seq, hash, signature = '' } = head ?? { seq: 0, hash: GENESIS };
      const isEmpty = head === undefined && this.#seq === 0;
      if (!isEmpty && !signer.isSigned({ what: 'head', chain, seq, hash }, signature))
        this.#report({
          seq: Math.min(this.#vouched + 1, seq),
          to: seq,
          kind: 'forged',
          message: `The end of the chain, at record ${seq}, is not signed by a known key: nothing vouches for records after ${this.#vouched}`,
        });
      this.#checkEnd({ seq, hash, what: 'the signed end of the chain' });
      const witnessed = store.witnessed(chain);
      if (witnessed && witnessed.seq > this.#seq)
        this.#checkEnd({ ...witnessed, what: 'what this server has written' });
      for (const anchor of this.#anchors.values())
        if (anchor.seq > this.#seq) this.#checkEnd({ ...anchor, what: 'an anchor' });
    }
    return this.#finish();
  }

  #checkCheckpoint() {
    if (this.#checkpoint === undefined) return;
    const { signature, ...checkpoint } = this.#checkpoint;
    const { signer, chain } = this.#options;
    if (!signer.isSigned({ what: 'checkpoint', chain, ...checkpoint }, signature))
      this.#report({
        seq: checkpoint.seq + 1,
        kind: 'forged',
        message: `The mark that records up to ${checkpoint.seq} were forgotten is not signed by a known key`,
      });
  }

  #checkRecord({ row, objects, parent }: StoredRecord) {
    const expected = this.#seq + 1;
    if (row.seq !== expected)
      this.#report({
        seq: expected,
        to: row.seq - 1,
        kind: 'missing',
        message:
          row.seq - 1 === expected
            ? `Record ${expected} is missing`
            : `Records ${expected} to ${row.seq - 1} are missing`,
      });
    this.#first ??= row.seq;
    this.#records += 1;
    const { seq } = row;
    const record = parseRecord(row.record);
    if (record === undefined || hashOf(row.record) !== row.hash)
      this.#report({
        seq,
        kind: 'changed',
        message: `Record ${seq} is not what it was when it was written`,
      });
    else if (
      !isDeepStrictEqual({ ...row }, { ...toRow({ record, text: row.record, hash: row.hash }) })
    )
      this.#report({
        seq,
        kind: 'changed',
        message: `A column of record ${seq} does not say what the record says`,
      });
    else if (!isDeepStrictEqual(objects, recordObjects(record)))
      this.#report({
        seq,
        kind: 'changed',
        message: `The objects of record ${seq} are not those that the record names`,
      });
    else if (parent !== undefined && !isJoined(record, parent))
      this.#report({
        seq,
        kind: 'changed',
        message: `Record ${seq} is joined to one that it does not belong to`,
      });
    else if (row.seq === expected && record.prevHash !== this.#hash)
      this.#report({
        seq: Math.max(seq - 1, this.#vouched + 1),
        to: seq,
        kind: 'unlinked',
        message: `Record ${seq} was not written after the record before it, as that is now`,
      });
    this.#seq = seq;
    this.#hash = row.hash;
    this.#checkAnchor(seq, row.hash);
  }

  #checkAnchor(seq: number, hash: string) {
    const anchor = this.#anchors.get(seq);
    if (anchor === undefined) return;
    if (anchor.hash !== hash) this.#reportRewritten(seq, 'an anchor');
    else this.#vouched = seq;
  }

  /** A record behind the head that was read before it: appended meanwhile, or put there by somebody. */
  async #checkBeyond(stored: StoredRecord | undefined) {
    const head = await this.#options.store.head(this.#options.chain);
    if (stored === undefined || stored.row.seq <= (head?.seq ?? 0)) return;
    const { seq } = stored.row;
    this.#report({
      seq,
      kind: 'inserted',
      message: `Record ${seq} stands behind the end of the chain`,
    });
  }

  #checkEnd({ seq, hash, what }: { seq: number; hash: string; what: string }) {
    if (seq > this.#seq)
      this.#report({
        seq: this.#seq + 1,
        to: seq,
        kind: 'truncated',
        message: `Records ${this.#seq + 1} to ${seq} are gone: ${what} knows them`,
      });
    else if (seq === this.#seq && hash !== this.#hash) this.#reportRewritten(seq, what);
  }

  #reportRewritten(seq: number, what: string) {
    const from = this.#vouched + 1;
    this.#report({
      seq: Math.min(from, seq),
      to: seq,
      kind: 'rewritten',
      message: `Records from ${Math.min(from, seq)} to ${seq} hold a part that was written anew: ${what} has another hash for ${seq}`,
    });
  }

  #report(problem: ChainProblem) {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
  }

  #finish(): ChainReport {
    const problems = [...this.#problems].sort((a, b) => a.seq - b.seq);
    const newest = Math.max(...[...this.#anchors.values()].map(({ at }) => at));
    return {
      chain: this.#options.chain,
      ok: problems.length === 0,
      records: this.#records,
      first: this.#first,
      last: this.#records === 0 ? undefined : this.#seq,
      anchors: this.#anchors.size,
      anchoredAt: Number.isFinite(newest) ? newest : undefined,
      firstBadSeq: firstBad(problems),
      problems,
    };
  }
}

/**
 * Checks a chain from its checkpoint to its head: every record against its hash and the one before it, every column against its record, and the whole
 * against the signed head, the anchors, and what this process itself has written.
 */
export async function verifyChain(options: VerifyOptions): Promise<ChainReport> {
  const { chain, store } = options;
  for (let attempt = 1; ; attempt++) {
    const before = await store.checkpoint(chain);
    const report = await new ChainCheck(options, before).run();
    const after = await store.checkpoint(chain);
    if (report.ok || before?.seq === after?.seq || attempt === MAX_ATTEMPTS) return report;
  }
}

/** The first record that is certainly wrong. A range counts only where nothing in it explains it. */
function firstBad(problems: readonly ChainProblem[]): number | undefined {
  const certain = problems.filter(({ kind }) => kind !== 'rewritten' && kind !== 'forged');
  const unexplained = problems.filter(
    ({ kind, seq, to = seq }) =>
      (kind === 'rewritten' || kind === 'forged') &&
      !certain.some(problem => problem.seq >= seq && problem.seq <= to),
  );
  const first = Math.min(...[...certain, ...unexplained].map(({ seq }) => seq));
  return Number.isFinite(first) ? first : undefined;
}

function parseRecord(text: string): UnsealedRecord | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isJoined(record: UnsealedRecord, parent: NonNullable<StoredRecord['parent']>): boolean {
  if (parent.record === undefined) return false;
  const other = parseRecord(parent.record);
  return other !== undefined && other.id === parent.id && isSameThing(record, other);
}
