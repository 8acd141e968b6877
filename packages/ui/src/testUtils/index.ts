export { failure } from './failure';
export { fakeOperations, makePlan, makeReceipt } from './fakeOperations';
export { unsaidPhrases } from './unsaidPhrases';
