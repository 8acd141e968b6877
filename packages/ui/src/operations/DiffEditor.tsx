import { yaml } from '@codemirror/lang-yaml';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEffect, useRef } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { colours, radii, type Mode } from '../theme/tokens';
import { editorTheme } from '../yaml/editorTheme';
import type { DiffViewProps } from './DiffView';

const FOLD = { margin: 3, minSize: 6 };

function readOnly(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-readonly': 'true',
      tabindex: '0',
    }),
  ];
}

function diffTheme(mode: Mode): Extension {
  const { health, surface, text } = colours[mode];
  return EditorView.theme({
    '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': { backgroundColor: health.ok.bg },
    '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: health.failed.bg },
    // A line under the changed words: on a darker ground than that of their line the editor's colours are too faint to read.
    '&.cm-merge-b .cm-changedText': {
      background: 'none',
      boxShadow: `inset 0 -2px 0 ${health.ok.fg}`,
    },
    '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
      background: 'none',
      boxShadow: `inset 0 -2px 0 ${health.failed.fg}`,
    },
    '.cm-insertedLine': { textDecoration: 'none', backgroundColor: health.ok.bg },
    '.cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
    '&.cm-merge-b .cm-changedLineGutter': { background: health.ok.fg },
    '&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter': { background: health.failed.fg },
    '.cm-collapsedLines': {
      color: text.secondary,
      background: surface.sunken,
      padding: '2px 8px',
    },
  });
}

/** The comparison behind {@link DiffView}; in its own chunk because of its size. */
export function DiffEditor({ before, after, label, layout = 'inline' }: DiffViewProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const { mode } = useTheme().palette;
  const host = useRef<HTMLDivElement>(null);
  const names = { before: t('operation.before'), after: t('operation.after') };
  const { before: nameBefore, after: nameAfter } = names;
  useEffect(() => {
    const parent = host.current;
    if (parent === null) return undefined;
    const base = [
      lineNumbers(),
      yaml(),
      editorTheme(mode),
      diffTheme(mode),
      EditorView.lineWrapping,
    ];
    if (layout === 'side-by-side') {
      const view = new MergeView({
        parent,
        a: { doc: before, extensions: [...base, readOnly(`${label}: ${nameBefore}`)] },
        b: { doc: after, extensions: [...base, readOnly(`${label}: ${nameAfter}`)] },
        collapseUnchanged: FOLD,
        gutter: true,
      });
      return () => view.destroy();
    }
    const view = new EditorView({
      parent,
      doc: after,
      extensions: [
        ...base,
        readOnly(label),
        unifiedMergeView({
          original: before,
          mergeControls: false,
          collapseUnchanged: FOLD,
          gutter: true,
        }),
      ],
    });
    return () => view.destroy();
  }, [before, after, label, layout, mode, nameBefore, nameAfter]);
  return (
    <Box
      ref={host}
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: `${radii.medium}px`,
        overflow: 'auto',
        maxHeight: '44vh',
        minHeight: 80,
      }}
    />
  );
}
