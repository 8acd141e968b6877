import { filterOptions, toggle } from './selectOptions';

const options = ['shop', 'shop-dev', 'kube-system', 'workshop'].map(value => ({
  value,
  title: value,
}));
const found = (text: string) => filterOptions(options, text).map(option => option.value);

describe('filterOptions', () => {
  it.each([
    ['', ['shop', 'shop-dev', 'kube-system', 'workshop']],
    ['SHOP', ['shop', 'shop-dev', 'workshop']],
    ['dev shop', ['shop-dev']],
    ['nothing', []],
  ])('for "%s" gives %j, those that start with it first', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

it('toggle adds what is missing and removes what is there', () => {
  expect(toggle(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggle(['a', 'b'], 'a')).toEqual(['b']);
});
