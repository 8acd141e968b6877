import { lazy, Suspense } from 'react';
import { LoadingState } from '../states/LoadingState';
import type { ManifestLint } from './ManifestLint';
import type { SchemaLookup, YamlProblem } from './validateYaml';

/** A remark beside a line: who owns the field that stands there. */
export interface LineNote {
  /** First line is 1. */
  readonly line: number;
  /** In the margin, a word or two. */
  readonly text: string;
  /** On hover. */
  readonly detail: string;
  /** Which of the series colours; the same for the same owner. */
  readonly series: number;
}

export interface YamlFormProps {
  value: string;
  onChange(value: string): void;
  /** Accessible name. */
  label?: string;
  /** Completes and checks by it; without one only the syntax is checked. */
  schemaOf?: SchemaLookup;
  /** Checks what the schema does not. */
  lint?: ManifestLint;
  /** Remarks for a text; asked again as the text changes. */
  notesOf?(text: string): readonly LineNote[];
  /** What is wrong with the text now. */
  onProblems?(problems: readonly YamlProblem[]): void;
  /** Ctrl-Enter, or ⌘-Enter. */
  onSubmit?(): void;
  /** Takes the focus when it appears. */
  focus?: boolean;
}

const YamlFormEditor = lazy(() =>
  import('./YamlFormEditor').then(m => ({ default: m.YamlFormEditor })),
);

/** YAML to write: completed and checked by the schema of its kind. The editor loads on first use. Fills its parent's height. */
export function YamlForm(props: YamlFormProps) {
  return (
    <Suspense fallback={<LoadingState lines={12} />}>
      <YamlFormEditor {...props} />
    </Suspense>
  );
}
