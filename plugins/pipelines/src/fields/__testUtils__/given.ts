/** What a form of the scaffolder gives a field, as far as fields look at it. */
export function given(rest: object): any {
  return {
    ...{ schema: { title: 'Field' }, uiSchema: {}, idSchema: { $id: 'field' } },
    ...{ required: true, rawErrors: [], onChange: jest.fn(), ...rest },
  };
}
