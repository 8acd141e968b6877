import type { RunRef } from '@kubemate/plugin-pipelines-common';

/** A run that waits for an answer. */
export interface OpenInput {
  readonly run: RunRef;
  /** Id of what it asks. */
  readonly input: string;
  /** Of what asks: another one of the same name has another. */
  readonly uid: string;
}

/** What waits at one engine, found with the portal's own rights: nobody is told of it who could not find it in the inbox. */
export interface InputSource {
  readonly engine: RunRef['engine'];
  /** Keeps up until the signal, where it has to. */
  follow?(signal: AbortSignal): Promise<void>;
  /** `places` are those of which all is known. */
  open(): Promise<{ items: readonly OpenInput[]; places: readonly string[] }>;
  /** Entity refs of the people and groups for whom an answer may be kept; which of them may give it is judged for each. */
  candidates(input: OpenInput): Promise<readonly string[]>;
}
