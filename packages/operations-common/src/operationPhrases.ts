import { sayer } from './phrases';

/** What plans and undoing say of any operation, in English; pages have the same codes in their languages. */
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
} as const;

export type OperationPhraseCode = keyof typeof OPERATION_PHRASES;

/** A sentence of {@link OPERATION_PHRASES} with its values. */
export const sayOperation = sayer(OPERATION_PHRASES);

export function isOperationPhraseCode(code: string): code is OperationPhraseCode {
  return Object.hasOwn(OPERATION_PHRASES, code);
}
