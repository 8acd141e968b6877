import { InterpretingValidator } from './InterpretingValidator';

/** As in the package whose place this one takes; there are no options here. */
export function customizeValidator(): InterpretingValidator {
  return new InterpretingValidator();
}

export default customizeValidator();
