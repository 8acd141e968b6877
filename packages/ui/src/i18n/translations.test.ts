import zh from './zh';

describe('the words of the components', () => {
  it('are Chinese where they should be', () => {
    const latin = Object.entries(zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text));
    expect(latin.map(([key]) => key)).toEqual(['yaml.label', 'editor.said']);
  });
});
