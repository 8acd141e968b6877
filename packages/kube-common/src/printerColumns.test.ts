import { printerColumnReader, tableColumnReader } from './printerColumns';

const metadata = { name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: '' };

describe('printerColumnReader', () => {
  it('gives every column an id of its own that no row field has', () => {
    const { columns } = printerColumnReader([
      { name: 'Name', type: 'string', jsonPath: '.spec.name' },
      { name: 'MinReplicas', type: 'integer', jsonPath: '.spec.min', priority: 1 },
      { name: 'READY', type: 'boolean', jsonPath: '.status.ready' },
      { name: 'Ready', type: 'string', jsonPath: '.status.text' },
      { name: 'Last Run', type: 'date', jsonPath: '.status.last' },
    ]);
    expect(columns.map(({ id, type, priority }) => [id, type, priority])).toEqual([
      ['name2', 'text', 0],
      ['minReplicas', 'number', 1],
      ['ready', 'boolean', 0],
      ['ready2', 'text', 0],
      ['lastRun', 'time', 0],
    ]);
  });

  it('leaves a cell empty where the value is missing or of another type', () => {
    const { read } = printerColumnReader([
      { name: 'Count', type: 'integer', jsonPath: '.spec.count' },
      { name: 'List', type: 'string', jsonPath: '.spec.list' },
      { name: 'Gone', type: 'string', jsonPath: '.spec.gone' },
      { name: 'Broken', type: 'string', jsonPath: '.spec[' },
    ]);
    const spec = { count: 'three', list: ['a'] };
    expect(read({ apiVersion: 'x/v1', kind: 'X', metadata, spec })).toEqual({
      count: null,
      list: '["a"]',
      gone: null,
      broken: null,
    });
  });
});

describe('tableColumnReader', () => {
  it('reads the cells of a server-side Table without name and age', () => {
    const { columns, read } = tableColumnReader([
      { name: 'Name', type: 'string', format: 'name' },
      { name: 'CPU(cores)', type: 'string' },
      { name: 'Pods', type: 'integer', priority: 1 },
      { name: 'Age', type: 'string' },
    ]);
    expect(columns.map(({ id }) => id)).toEqual(['cpuCores', 'pods']);
    expect(read(['node-1', '250m', 12, '5d'])).toEqual({ cpuCores: '250m', pods: 12 });
  });
});
