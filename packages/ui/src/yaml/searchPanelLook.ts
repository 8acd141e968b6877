import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { colours, fonts, radii, type, type Mode } from '../theme/tokens';

/** The editor's search panel, which it draws itself, in the look of our own fields and buttons. */
export function searchPanelLook(mode: Mode): Extension {
  const { surface, text, border, brand } = colours[mode];
  return EditorView.theme({
    '.cm-panels': {
      backgroundColor: surface.sunken,
      color: text.primary,
      fontFamily: fonts.sans,
      fontSize: `${type.caption.size}px`,
    },
    '.cm-panels.cm-panels-top': { borderBottom: `1px solid ${border.subtle}` },
    '.cm-panel.cm-search': {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px',
      padding: '6px 36px 6px 10px',
      // Line breaks of the editor's own layout.
      '& br': { display: 'none' },
      '& label': {
        display: 'inline-flex',
        alignItems: 'center',
        gap: '4px',
        fontSize: 'inherit',
      },
      '& input[type=checkbox]': { accentColor: brand.main, margin: 0 },
    },
    '.cm-panel.cm-search [name=close]': {
      top: '6px',
      right: '8px',
      width: '24px',
      height: '24px',
      fontSize: '16px',
      color: text.secondary,
      cursor: 'pointer',
    },
    '.cm-textfield, .cm-button': {
      backgroundColor: surface.base,
      backgroundImage: 'none',
      color: text.primary,
      border: `1px solid ${border.control}`,
      borderRadius: `${radii.small}px`,
      fontFamily: 'inherit',
      fontSize: 'inherit',
      height: '28px',
      padding: '0 10px',
      margin: 0,
      verticalAlign: 'middle',
    },
    '.cm-textfield': { minWidth: '200px' },
    '.cm-textfield:focus-visible, .cm-button:focus-visible': {
      outline: `2px solid ${brand.main}`,
      outlineOffset: '-1px',
    },
    '.cm-button': { cursor: 'pointer' },
    '.cm-button:hover': { backgroundColor: surface.hover },
  });
}
