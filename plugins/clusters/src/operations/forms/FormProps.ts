import type { ComponentType } from 'react';
import type { Subject } from '../Subject';

/** What every form of an action takes: the object it is about, and whom to tell what was chosen. */
export interface FormProps {
  subject: Subject;
  /** The operation's input, or undefined while the form does not say enough. */
  onInput(input: Readonly<Record<string, unknown>> | undefined): void;
}

export interface FormEntry {
  readonly Form: ComponentType<FormProps>;
  /** Key of the sentence that says what is lacking. */
  readonly hint:
    | 'replicasHint'
    | 'revisionHint'
    | 'imageHint'
    | 'taint.hint'
    | 'sizeHint'
    | 'metadataHint'
    | 'configHint'
    | 'drainTimeout';
}
