import { splitPlaces } from './splitPlaces';

const engineOf = (...own: string[]) => ({ has: (place: string) => own.includes(place) });
const jenkins = engineOf('ci');
const tekton = engineOf('dev', 'prod');
const engines = [jenkins, tekton];

it('asks every engine for all of its own where no place is named', () => {
  expect(splitPlaces(engines, undefined)).toEqual([{ engine: jenkins }, { engine: tekton }]);
});

it('asks an engine for its own places alone', () => {
  expect(splitPlaces(engines, ['prod', 'ci'])).toEqual([
    { engine: jenkins, places: ['ci'] },
    { engine: tekton, places: ['prod'] },
  ]);
  expect(splitPlaces(engines, ['ci'])).toEqual([{ engine: jenkins, places: ['ci'] }]);
});

it('leaves it to the last to say that a place is not there', () => {
  expect(splitPlaces(engines, ['gone'])).toEqual([{ engine: tekton, places: ['gone'] }]);
});
