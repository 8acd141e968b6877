import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { useMemo, useState } from 'react';
import { parse, parseDocument } from 'yaml';
import { editablePart, toText } from './editableText';
import { mergeEdits } from './mergeEdits';

export interface EditSession {
  readonly text: string;
  setText(text: string): void;
  /** What the text was made from. */
  readonly before: string;
  /** The text as it is applied: in place of the version that it was made from. */
  readonly manifest: string;
  /** The text differs from the object as it was when the editing began, or when the others' changes were taken in. */
  readonly dirty: boolean;
  /** What others have made of the object since; undefined while nobody has changed it. */
  readonly drift?: { readonly before: string; readonly after: string };
  /** Puts the text's edits on top of the newest state. */
  takeIn(): void;
  /** Fields that both changed, of the last time. */
  readonly conflicts: readonly string[];
}

/** The text that a person makes of an object while the object lives on. */
export function useEditSession(latest: ClusterObject): EditSession {
  const [base, setBase] = useState(latest);
  const [text, setText] = useState(() => toText(editablePart(latest)));
  const [conflicts, setConflicts] = useState<readonly string[]>([]);
  const before = useMemo(() => toText(editablePart(base)), [base]);
  const after = useMemo(() => toText(editablePart(latest)), [latest]);
  const takeIn = () => {
    const { merged, conflicts: found } = mergeEdits({
      base: editablePart(base),
      mine: parse(text),
      theirs: editablePart(latest),
    });
    setText(toText(merged));
    setBase(latest);
    setConflicts(found.map(({ path }) => path));
  };
  // A new status makes a new version too: while nobody has changed what a person writes, the newest will do.
  const version = (before === after ? latest : base).metadata.resourceVersion;
  const manifest = useMemo(() => atVersion(text, version), [text, version]);
  return {
    text,
    setText,
    before,
    manifest,
    dirty: text !== before,
    ...(before === after ? {} : { drift: { before, after } }),
    takeIn,
    conflicts,
  };
}

/** The text with the version of the object that it is to replace: on any other version the server refuses it. */
export function atVersion(text: string, version: unknown): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || typeof version !== 'string') return text;
  document.setIn(['metadata', 'resourceVersion'], version);
  return document.toString({ lineWidth: 0 });
}
