import { actingForHeaders, readActingFor } from './actingFor';

describe('readActingFor', () => {
  it('reads what was written', () => {
    const person = { user: 'user:default/dana', groups: ['group:default/a,b', 'group:default/%'] };
    expect(readActingFor(actingForHeaders(person))).toEqual(person);
  });

  it.each([[{}], [{ 'x-kubemate-acting-for': '' }], [{ 'x-kubemate-acting-for': ['a', 'b'] }]])(
    'is nobody for %j',
    headers => {
      expect(readActingFor(headers)).toBeUndefined();
    },
  );

  it('takes what cannot be decoded as it is', () => {
    expect(readActingFor({ 'x-kubemate-acting-for': '%zz,%' })).toEqual({
      user: '%zz',
      groups: ['%'],
    });
  });
});
