import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PERMISSION_CATALOGUE } from './permissionCatalogue';
import { permissionsPage, undocumented } from './permissionsPage';

const root = path.resolve(__dirname, '../../..');

describe('docs/permissions.md', () => {
  it('is what the code says; run `node scripts/permissions.mjs` after a change', () => {
    expect(readFileSync(path.join(root, 'docs/permissions.md'), 'utf8')).toBe(permissionsPage());
  });

  it('has a sentence for each permission of ours', () => {
    expect(undocumented()).toEqual([]);
  });

  it('has every permission that a package of ours makes', () => {
    const known = new Set(
      PERMISSION_CATALOGUE.flatMap(({ permissions }) => permissions).map(({ name }) => name),
    );
    const made: string[] = [];
    for (const area of ['packages', 'plugins']) {
      for (const name of readdirSync(path.join(root, area))) {
        const file = path.join(root, area, name, 'src/permissions.ts');
        if (!existsSync(file)) continue;
        const texts = readFileSync(file, 'utf8').matchAll(/'([a-z]+(?:\.[a-z-]+)+)'/g);
        made.push(...[...texts].map(match => match[1] ?? ''));
      }
    }
    expect(made.length).toBeGreaterThan(20);
    expect(made.filter(name => !known.has(name))).toEqual([]);
  });
});
