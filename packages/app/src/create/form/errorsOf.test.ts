import { errorsOf } from './errorsOf';

const schema = {
  properties: {
    owner: { title: 'Owner' },
    environments: { title: 'Environments', properties: { dev: { title: 'Development' } } },
  },
};

it('names each field by its title, also within another', () => {
  const found = {
    __errors: ['something of the whole'],
    owner: { __errors: ['Owner is required'] },
    environments: { dev: { __errors: ['has no cluster'] } },
    host: { __errors: ['is no name'] },
  };
  expect(errorsOf(found, schema).map(({ field, message }) => [field, message])).toEqual([
    ['', 'something of the whole'],
    ['Owner', 'Owner is required'],
    ['Development', 'has no cluster'],
    ['host', 'is no name'],
  ]);
});

it('leaves out what has been filled in since', () => {
  const found = { owner: undefined, name: { __errors: ['is too short'] } };
  expect(errorsOf(found, schema).map(({ field }) => field)).toEqual(['name']);
  expect(errorsOf({ owner: undefined })).toEqual([]);
});
