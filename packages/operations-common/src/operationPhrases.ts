import { isCodeOf, sayer, withInner } from './phrases';
import type { Phrase } from './types';

/** What plans, refusals and undoing say of any operation, in English; pages have the same codes in their languages. */
export const OPERATION_PHRASES = {
  undoOf: 'Undo: {{summary}}',
  undoDenied: 'You may not do this',
  undoNeverDone: 'It was never done',
  undoDone: 'It has been undone',
  undoNotEnded: 'It has not ended yet',
  undoNone: '{{title}} cannot be undone',
  undoByOther: 'Only {{actor}} can undo it',
  undoTooLate: 'It is too late to undo it',
  undoDoneAgain: 'It was cut off, and done again',
  undoNoWay: 'It cannot be taken back',
  undoSteps: 'Undo {{number}} of {{total}} steps of {{title}}',
  undoNoAnswer: '{{plugin}} did not answer: {{reason}}',
  undoGoesOn: 'The run goes on: cancel it first',
  undoNothing: 'There is nothing to take back',
  refusalRole: 'Your role does not allow “{{title}}” ({{permission}}).',
  refusalLack: 'You lack {{verb}} on {{what}} in {{place}}.',
  refusalLackWhy: 'You lack {{verb}} on {{what}} in {{place}} ({{reason}}).',
  refusalPlace: '{{namespace}} on {{cluster}}',
  refusalAnd: '{{first}} {{rest}}',
  refusalMoreOne: '1 more right is missing.',
  refusalMore: '{{number}} more rights are missing.',
  refusalAsk: '{{reason}} Ask {{whom}}.',
  guardTakes: 'It takes something away',
  guardTakesOn: 'It takes something away on {{cluster}}',
  guarded: 'It is guarded by configuration',
  guardedOn: 'It is guarded on {{cluster}}',
} as const;

export type OperationPhraseCode = keyof typeof OPERATION_PHRASES;

/** A sentence of {@link OPERATION_PHRASES} with its values. */
export const sayOperation = sayer(OPERATION_PHRASES);

export const isOperationPhraseCode = isCodeOf(OPERATION_PHRASES);

const NAME = 'operation';

/** What an operation is called; a page that offers it has a name for it of its own. */
export function nameOfOperation({ name, title }: { name: string; title: string }): Phrase {
  return { code: NAME, values: { name }, text: title };
}

/** The operation that a phrase names; undefined where it says something else. */
export function operationNamed({ code, values }: Phrase): string | undefined {
  return code === NAME ? String(values.name) : undefined;
}

/** The phrase where others stand beside it: the code of a plugin's own has its name before it. */
export function ofPlugin(plugin: string, phrase: Phrase): Phrase {
  if (isOperationPhraseCode(phrase.code)) return withInner(phrase, each => ofPlugin(plugin, each));
  return { ...phrase, code: `${plugin}.${phrase.code}` };
}
