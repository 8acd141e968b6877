import { readResultsLog } from './readResultsLog';

const STEPS = ['compile', 'push-log'];

describe('a log of Tekton Results', () => {
  it.each([
    ['nothing', '', []],
    [
      'what the watcher wrote',
      '[compile] one\n[compile] \n[compile] [x] two\n\n[push-log] three\n\n',
      ['compile: one', 'compile: ', 'compile: [x] two', 'push-log: three'],
    ],
    [
      'what Loki answered, without containers of Tekton',
      'container-place-scripts: message=copied\ncontainer-step-compile: message=one\ncontainer-step-push-log: message=two',
      ['compile: one', 'push-log: two'],
    ],
    [
      'objects of a bucket, by headers that lost letters at their end',
      'step-compile :-\none\n[other] two\n\nstep-push- :-\nthree\n\n',
      ['compile: one', 'compile: [other] two', 'compile: ', 'push-log: three', 'push-log: '],
    ],
    ['lines of no step', 'one\ntwo', ['compile: one', 'compile: two']],
  ])('is read where it is %s', (_what, text, expected) => {
    expect(readResultsLog(text, STEPS).map(line => `${line.step}: ${line.text}`)).toEqual(expected);
  });
});
