import { yaml } from '@codemirror/lang-yaml';
import { codeFolding, foldAll, foldGutter, foldKeymap, unfoldAll } from '@codemirror/language';
import {
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchKeymap,
} from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiDownloadLine, RiSearchLine } from '@remixicon/react';
import { useEffect, useMemo, useRef } from 'react';
import { downloadText } from '../data/downloadText';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { CopyButton } from '../layout/CopyButton';
import { radii, type Mode } from '../theme/tokens';
import { difference } from './difference';
import { editorPhrases } from './editorPhrases';
import { editorTheme } from './editorTheme';
import type { YamlViewProps } from './YamlView';

function extensions(options: { mode: Mode; label: string; phrases: Record<string, string> }) {
  return [
    lineNumbers(),
    foldGutter(),
    codeFolding(),
    yaml(),
    search({ top: true }),
    highlightSelectionMatches(),
    keymap.of([...searchKeymap, ...foldKeymap]),
    // Read only, yet focusable: the keyboard can move, select, fold and search.
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({
      'aria-label': options.label,
      'aria-readonly': 'true',
      // Without an editable content nothing inside the scroller would take the focus, and the keyboard could not scroll it.
      tabindex: '0',
    }),
    EditorState.phrases.of(options.phrases),
    editorTheme(options.mode),
  ];
}

/** The editor behind {@link YamlView}; in its own chunk because of its size. */
export function YamlEditor({ text, label, fileName, controls }: YamlViewProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const { mode } = useTheme().palette;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>();
  const name = label ?? t('yaml.label');
  const phrases = useMemo(() => editorPhrases(t), [t]);
  useEffect(() => {
    if (host.current === null) return undefined;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: '',
        extensions: extensions({ mode, label: name, phrases }),
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = undefined;
    };
  }, [mode, name, phrases]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === text) return;
    // The object changes while it is read: only the part that differs is replaced, so folds and the scroll position stay.
    editor.dispatch({ changes: difference(editor.state.doc.toString(), text) });
  }, [text, mode, name, phrases]);
  const withView = (command: (editor: EditorView) => unknown) => () => {
    if (view.current === undefined) return;
    command(view.current);
  };
  return (
    <Stack gap={1} sx={{ flex: 1, minHeight: 0 }}>
      <Stack direction="row" gap={0.5} flexWrap="wrap" alignItems="center">
        <Button
          color="inherit"
          startIcon={<RiSearchLine size={16} />}
          onClick={withView(openSearchPanel)}
        >
          {t('yaml.search')}
        </Button>
        <Button color="inherit" onClick={withView(foldAll)}>
          {t('yaml.foldAll')}
        </Button>
        <Button color="inherit" onClick={withView(unfoldAll)}>
          {t('yaml.unfoldAll')}
        </Button>
        {controls}
        <Stack direction="row" sx={{ ml: 'auto' }} alignItems="center">
          <CopyButton text={text} />
          {fileName !== undefined && (
            <Button
              color="inherit"
              startIcon={<RiDownloadLine size={16} />}
              onClick={() => downloadText({ name: fileName, type: 'application/yaml', text })}
            >
              {t('log.download')}
            </Button>
          )}
        </Stack>
      </Stack>
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
    </Stack>
  );
}
