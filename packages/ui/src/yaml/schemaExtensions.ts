import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import { StateEffect, type Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { lintYaml } from './lintYaml';
import type { ManifestLint } from './ManifestLint';
import { schemaCompletion } from './schemaCompletion';
import { validateYaml, type SchemaLookup, type YamlProblem } from './validateYaml';
import { yamlContext } from './yamlContext';

export interface SchemaExtensionOptions {
  /** The lookup now: schemas arrive after the editor was made. */
  schemaOf(): SchemaLookup;
  /** Likewise. */
  lint(): ManifestLint | undefined;
  /** The sentence for a problem. */
  say(problem: YamlProblem): string;
  onProblems(problems: readonly YamlProblem[]): void;
}

const recheck = StateEffect.define<null>();

/** Checks a text that is as it was by what is known by now. */
export function checkAgain(view: EditorView): void {
  view.dispatch({ effects: recheck.of(null) });
}

/** Completion and checks by the schema of the document's own kind. */
export function schemaExtensions(options: SchemaExtensionOptions): Extension {
  return [
    autocompletion({
      override: [context => complete(context, options.schemaOf())],
      activateOnTyping: true,
      icons: false,
    }),
    lintGutter(),
    linter(
      view => {
        const text = view.state.doc.toString();
        const lint = options.lint();
        const problems = [
          ...validateYaml(text, options.schemaOf()),
          ...(lint === undefined ? [] : lintYaml(text, lint)),
        ];
        options.onProblems(problems);
        const end = view.state.doc.length;
        return problems.map((problem): Diagnostic => ({
          from: Math.min(problem.from, end),
          to: Math.min(problem.to, end),
          severity: problem.severity,
          message: options.say(problem),
        }));
      },
      {
        delay: 400,
        needsRefresh: ({ transactions }) =>
          transactions.some(({ effects }) => effects.some(effect => effect.is(recheck))),
      },
    ),
  ];
}

const SEPARATOR = /^---(\s|$)/;

function complete(context: CompletionContext, schemaOf: SchemaLookup): CompletionResult | null {
  const { state, pos } = context;
  const line = state.doc.lineAt(pos);
  const before = state.doc.sliceString(0, line.to).split('\n');
  const start = before.map(text => SEPARATOR.test(text)).lastIndexOf(true) + 1;
  const place = yamlContext(before.slice(start), pos - line.from);
  if (place === undefined || (!context.explicit && place.word === '')) return null;
  const after = state.doc.sliceString(line.to).split('\n');
  const end = after.findIndex(text => SEPARATOR.test(text));
  const own = [...before.slice(start), ...(end < 0 ? after : after.slice(0, end))];
  const schema = schemaOf(fieldOf(own, 'apiVersion'), fieldOf(own, 'kind'));
  if (schema === undefined) return null;
  const options = schemaCompletion(schema, place).map(suggestion => ({
    label: suggestion.label,
    apply: suggestion.insert,
    detail: suggestion.required ? `${suggestion.detail} *` : suggestion.detail,
    info: suggestion.description,
    type: suggestion.kind === 'field' ? 'property' : 'constant',
    boost: suggestion.required ? 1 : 0,
  }));
  if (options.length === 0) return null;
  return { from: pos - place.word.length, options, validFor: /^[\w./$-]*$/ };
}

function fieldOf(lines: readonly string[], field: string): string {
  const line = lines.find(text => text.startsWith(`${field}:`)) ?? '';
  return line
    .slice(field.length + 1)
    .replace(/\s#.*$/, '')
    .trim()
    .replace(/^["']|["']$/g, '');
}
