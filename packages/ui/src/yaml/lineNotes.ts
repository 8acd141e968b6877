import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView, gutter, GutterMarker, hoverTooltip } from '@codemirror/view';
import { colours, fonts, type Mode } from '../theme/tokens';
import type { LineNote } from './YamlForm';

const setNotes = StateEffect.define<ReadonlyMap<number, LineNote>>();

const notesField = StateField.define<ReadonlyMap<number, LineNote>>({
  create: () => new Map(),
  update: (notes, transaction) =>
    transaction.effects.reduce<ReadonlyMap<number, LineNote>>(
      (now, effect) => (effect.is(setNotes) ? effect.value : now),
      notes,
    ),
});

class NoteMarker extends GutterMarker {
  constructor(
    private readonly note: LineNote,
    private readonly colour: string,
  ) {
    super();
  }

  eq(other: GutterMarker): boolean {
    return other instanceof NoteMarker && other.note === this.note;
  }

  toDOM(): HTMLElement {
    const mark = document.createElement('span');
    mark.textContent = this.note.text;
    mark.title = this.note.detail;
    mark.style.color = this.colour;
    return mark;
  }
}

/** Puts the remarks of a text into the margin. */
export function showLineNotes(view: EditorView, notes: readonly LineNote[]): void {
  view.dispatch({ effects: setNotes.of(new Map(notes.map(note => [note.line, note]))) });
}

/** A margin with remarks, told in full on hover. A remark is repeated only where it differs from the line above. */
export function lineNotes(mode: Mode): Extension {
  const { series } = colours[mode];
  return [
    notesField,
    gutter({
      class: 'cm-lineNotes',
      lineMarker(view, block) {
        const line = view.state.doc.lineAt(block.from).number;
        const notes = view.state.field(notesField);
        const note = notes.get(line);
        if (note === undefined || notes.get(line - 1)?.text === note.text) return null;
        return new NoteMarker(note, series[note.series % series.length] ?? 'inherit');
      },
      lineMarkerChange: update =>
        update.startState.field(notesField) !== update.state.field(notesField),
    }),
    hoverTooltip((view, position) => {
      const line = view.state.doc.lineAt(position);
      const note = view.state.field(notesField).get(line.number);
      if (note === undefined) return null;
      return {
        pos: line.from,
        above: true,
        create: () => {
          const dom = document.createElement('div');
          dom.className = 'cm-lineNote';
          dom.textContent = note.detail;
          return { dom };
        },
      };
    }),
    EditorView.theme({
      '.cm-lineNotes': { width: '92px' },
      '.cm-lineNotes .cm-gutterElement': {
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        padding: '0 6px',
        fontFamily: fonts.sans,
        fontSize: '11px',
      },
      '.cm-lineNote': {
        padding: '4px 8px',
        fontFamily: fonts.sans,
        fontSize: '12px',
        maxWidth: '420px',
      },
    }),
  ];
}
