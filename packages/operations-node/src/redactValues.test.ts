import { redactorFor } from './redactValues';

const input = { source: { kind: 'token', server: 'https://10.0.0.1', token: 'canary-22b1' } };
const said = 'https://10.0.0.1 does not take the token canary-22b1 (Y2FuYXJ5LTIyYjE=)';

describe('redactorFor', () => {
  it('takes every value of a secret field out of a text, also encoded', () => {
    expect(redactorFor({ secretFields: ['source'] }, [input])({ said })).toEqual({
      said: '… does not take the … … (…)',
    });
  });

  it('leaves what the contract says is no secret', () => {
    const redact = redactorFor(
      { secretFields: ['source'], plainFields: ['source.kind', 'source.server'] },
      [input],
    );
    expect(redact(said)).toBe('https://10.0.0.1 does not take the token … (…)');
  });
});
