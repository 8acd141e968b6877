import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentUnit,
} from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEffect, useId, useRef, useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { radii, type Mode } from '../theme/tokens';
import { difference } from './difference';
import { editorTheme } from './editorTheme';
import { lineNotes, showLineNotes } from './lineNotes';
import { checkAgain, schemaExtensions, type SchemaExtensionOptions } from './schemaExtensions';
import type { YamlProblem } from './validateYaml';
import type { YamlFormProps } from './YamlForm';

const NO_SCHEMA = () => undefined;

interface EditorOptions {
  mode: Mode;
  label: string;
  describedBy: string;
  notes: boolean;
  schema: SchemaExtensionOptions;
  onChange(text: string): void;
  onSubmit(): void;
}

function extensions({ mode, label, describedBy, notes, schema, ...on }: EditorOptions) {
  return [
    ...(notes ? [lineNotes(mode)] : []),
    lineNumbers(),
    foldGutter(),
    codeFolding(),
    history(),
    highlightActiveLine(),
    bracketMatching(),
    closeBrackets(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    yaml(),
    search({ top: true }),
    highlightSelectionMatches(),
    schemaExtensions(schema),
    keymap.of([
      {
        key: 'Mod-Enter',
        run: () => {
          on.onSubmit();
          return true;
        },
      },
      ...completionKeymap,
      ...closeBracketsKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.updateListener.of(update => {
      if (update.docChanged) on.onChange(update.state.doc.toString());
    }),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-describedby': describedBy,
      // It takes the focus as it is; said so that checkers of accessibility know.
      tabindex: '0',
    }),
    editorTheme(mode),
  ];
}

/** The editor behind {@link YamlForm}; in its own chunk because of its size. */
export function YamlFormEditor(props: YamlFormProps) {
  const { value, label, notesOf, schemaOf, lint, focus = false } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const { mode } = useTheme().palette;
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>();
  const latest = useRef({ props, t });
  latest.current = { props, t };
  const [problems, setProblems] = useState<readonly YamlProblem[]>([]);
  const name = label ?? t('editor.label');
  const withNotes = notesOf !== undefined;
  useEffect(() => {
    if (host.current === null) return undefined;
    const say = ({ code, params }: YamlProblem) =>
      latest.current.t(`editor.${code}`, { ...params } as never);
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.props.value,
        extensions: extensions({
          mode,
          label: name,
          describedBy: id,
          notes: withNotes,
          schema: {
            schemaOf: () => latest.current.props.schemaOf ?? NO_SCHEMA,
            lint: () => latest.current.props.lint,
            say,
            onProblems: found => {
              setProblems(found);
              latest.current.props.onProblems?.(found);
            },
          },
          onChange: text => latest.current.props.onChange(text),
          onSubmit: () => latest.current.props.onSubmit?.(),
        }),
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = undefined;
    };
  }, [mode, name, id, withNotes]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: difference(editor.state.doc.toString(), value) });
  }, [value, mode, name]);
  useEffect(() => {
    if (view.current !== undefined) checkAgain(view.current);
  }, [schemaOf, lint]);
  useEffect(() => {
    if (view.current !== undefined && notesOf !== undefined)
      showLineNotes(view.current, notesOf(value));
  }, [notesOf, value, mode, name]);
  useEffect(() => {
    if (focus) view.current?.focus();
  }, [focus]);
  return (
    <Box
      sx={{
        display: 'flex',
        flexDirection: 'column',
        flex: 1,
        minHeight: 0,
        minWidth: 0,
        gap: 0.5,
      }}
    >
      <Box
        ref={host}
        sx={{
          flex: 1,
          minHeight: 240,
          border: 1,
          borderColor: 'divider',
          borderRadius: `${radii.large}px`,
          overflow: 'hidden',
        }}
      />
      <ProblemLine problems={problems} onShow={at => showProblem(view.current, at)} />
      <Typography
        id={id}
        variant="caption"
        color="text.secondary"
        sx={{ display: { xs: 'none', md: 'block' } }}
      >
        {t('editor.keys')}
      </Typography>
    </Box>
  );
}

function showProblem(editor: EditorView | undefined, { from }: YamlProblem): void {
  if (editor === undefined) return;
  const position = Math.min(from, editor.state.doc.length);
  editor.dispatch({ selection: { anchor: position }, scrollIntoView: true });
  editor.focus();
}

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** The gravest problem in words, as a way there: the marks in the margin say nothing to a screen reader. */
function ProblemLine(props: {
  problems: readonly YamlProblem[];
  onShow(problem: YamlProblem): void;
}) {
  const { problems, onShow } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const first = SEVERITIES.flatMap(severity =>
    problems.filter(problem => problem.severity === severity),
  )[0];
  return (
    <Typography variant="caption" role="status" sx={{ minHeight: 18 }}>
      {first === undefined ? (
        t('editor.noProblems')
      ) : (
        <Box
          component="button"
          type="button"
          onClick={() => onShow(first)}
          sx={{
            all: 'unset',
            cursor: 'pointer',
            color: first.severity === 'info' ? 'text.secondary' : `${first.severity}.main`,
            textDecoration: 'underline',
            '&:focus-visible': { outline: 2, outlineColor: 'primary.main' },
          }}
        >
          {t(`editor.${first.code}`, { ...first.params } as never)}
          {problems.length > 1 && ` (+${problems.length - 1})`}
        </Box>
      )}
    </Typography>
  );
}
