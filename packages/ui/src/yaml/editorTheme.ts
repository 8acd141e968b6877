import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { colours, fonts, type, type Mode } from '../theme/tokens';
import { searchPanelLook } from './searchPanelLook';

/** How the editor looks in one mode, from the tokens. */
export function editorTheme(mode: Mode): Extension {
  const { surface, text, border, brand, match, code } = colours[mode];
  const look = EditorView.theme(
    {
      '&': { height: '100%', backgroundColor: surface.base, color: text.primary },
      '&.cm-focused': { outline: 'none' },
      // Above everything in it: an outline would be hidden by the line numbers.
      '&.cm-focused::after': {
        content: '""',
        position: 'absolute',
        inset: 0,
        border: `2px solid ${brand.main}`,
        borderRadius: '6px',
        pointerEvents: 'none',
        zIndex: 300,
      },
      '.cm-scroller': {
        fontFamily: fonts.mono,
        fontSize: `${type.caption.size}px`,
        lineHeight: `${type.dense.line}px`,
      },
      '.cm-gutters': {
        backgroundColor: surface.base,
        color: text.tertiary,
        borderRight: `1px solid ${border.subtle}`,
      },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: surface.hover },
      '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
        backgroundColor: `${brand.subtle} !important`,
      },
      '.cm-searchMatch': { backgroundColor: match.any, color: match.on },
      '.cm-searchMatch.cm-searchMatch-selected': { backgroundColor: match.current },
      '.cm-foldPlaceholder': {
        backgroundColor: surface.pressed,
        border: 'none',
        color: text.secondary,
        padding: '0 6px',
      },
      // The library's own mark is in few fonts.
      '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"⋯"' },
      '.cm-cursor': { borderLeftColor: text.primary },
      '.cm-tooltip': {
        backgroundColor: surface.raised,
        color: text.primary,
        border: `1px solid ${border.subtle}`,
        borderRadius: '6px',
      },
      '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
        backgroundColor: brand.subtle,
        color: brand.onSubtle,
      },
      '.cm-completionDetail': { color: text.secondary, fontStyle: 'normal' },
      '.cm-completionInfo': { maxWidth: '360px', whiteSpace: 'pre-wrap', fontFamily: fonts.sans },
      '.cm-diagnostic': { fontFamily: fonts.sans },
    },
    { dark: mode === 'dark' },
  );
  const words = HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: code.key },
    { tag: [tags.string, tags.content, tags.special(tags.string)], color: code.string },
    { tag: tags.number, color: code.number },
    { tag: [tags.bool, tags.null, tags.keyword], color: code.keyword },
    { tag: [tags.comment, tags.lineComment, tags.meta], color: code.comment },
    { tag: [tags.punctuation, tags.separator], color: text.secondary },
  ]);
  return [look, searchPanelLook(mode), syntaxHighlighting(words)];
}
