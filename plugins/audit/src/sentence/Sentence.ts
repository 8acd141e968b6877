/** A record's sentence: a text of the translations by its key, and what stands in it. */
export interface Sentence {
  readonly key: SentenceKey;
  readonly params: Readonly<Record<string, string>>;
}

export type SentenceKey =
  | 'scaled'
  | 'restarted'
  | 'paused'
  | 'resumed'
  | 'rolledBack'
  | 'imageSet'
  | 'evicted'
  | 'suspended'
  | 'unsuspended'
  | 'ranNow'
  | 'deleted'
  | 'applied'
  | 'labelled'
  | 'configEdited'
  | 'revealed'
  | 'resized'
  | 'cordoned'
  | 'uncordoned'
  | 'drained'
  | 'tainted'
  | 'exported'
  | 'undone'
  | 'other'
  | 'denied'
  | 'failed'
  | 'unfinished'
  | 'kubernetes'
  | 'request'
  | 'event'
  | 'system';
