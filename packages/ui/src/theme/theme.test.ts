import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Theme } from '@mui/material/styles';
import { contrast } from '../__testUtils__/contrast';
import { buiVariables } from './buiVariables';
import { kubemateTheme } from './kubemateTheme';
import { colours, type Mode } from './tokens';

const MODES: readonly Mode[] = ['light', 'dark'];

function mui(mode: Mode): Theme {
  return kubemateTheme[mode].getTheme('v5') as Theme;
}

describe.each(MODES)('the %s theme', mode => {
  const c = colours[mode];

  it('gives MUI and Backstage UI the same colours', () => {
    const { palette } = mui(mode);
    const variables = Object.fromEntries(buiVariables(mode));
    expect({
      '--bui-bg-solid': palette.primary.main,
      '--bui-fg-solid': palette.primary.contrastText,
      '--bui-bg-app': palette.background.default,
      '--bui-bg-neutral-1': palette.background.paper,
      '--bui-fg-primary': palette.text.primary,
      '--bui-fg-secondary': palette.text.secondary,
      '--bui-fg-disabled': palette.text.disabled,
      '--bui-border-1': palette.divider,
      '--bui-fg-danger': palette.error.main,
      '--bui-fg-warning': palette.warning.main,
      '--bui-fg-success': palette.success.main,
      '--bui-fg-info': palette.info.main,
    }).toEqual(
      Object.fromEntries(
        [
          '--bui-bg-solid',
          '--bui-fg-solid',
          '--bui-bg-app',
          '--bui-bg-neutral-1',
          '--bui-fg-primary',
          '--bui-fg-secondary',
          '--bui-fg-disabled',
          '--bui-border-1',
          '--bui-fg-danger',
          '--bui-fg-warning',
          '--bui-fg-success',
          '--bui-fg-info',
        ].map(name => [name, variables[name]]),
      ),
    );
  });

  it('sets only variables that Backstage UI knows', () => {
    const css = readFileSync(
      join(dirname(require.resolve('@backstage/ui/package.json')), 'dist/css/styles.css'),
      'utf8',
    );
    const known = new Set(css.match(/--bui-[a-z0-9_-]+/g));
    expect([...buiVariables(mode).keys()].filter(name => !known.has(name))).toEqual([]);
  });

  it('reaches MUI 4, which Backstage’s own pages use', () => {
    const v4 = kubemateTheme[mode].getTheme('v4');
    expect(v4?.palette.primary.main).toBe(c.brand.main);
  });

  it.each([
    ['primary text on the app', c.text.primary, c.surface.app],
    ['primary text on a card', c.text.primary, c.surface.base],
    ['secondary text on a card', c.text.secondary, c.surface.base],
    ['secondary text on a well', c.text.secondary, c.surface.sunken],
    ['secondary text on a hovered row', c.text.secondary, c.surface.hover],
    ['tertiary text on a card', c.text.tertiary, c.surface.base],
    ['tertiary text on a hovered row', c.text.tertiary, c.surface.hover],
    ['a link on a card', c.brand.main, c.surface.base],
    ['a link on the app', c.brand.main, c.surface.app],
    ['a button’s text', c.brand.on, c.brand.main],
    ['a hovered button’s text', c.brand.on, c.brand.hover],
    ['a selected item', c.brand.onSubtle, c.brand.subtle],
    ['secondary text on a selected item', c.text.secondary, c.brand.subtle],
    ['primary text on a flash', c.text.primary, c.flash],
    ['a search match', c.match.on, c.match.any],
    ['the current search match', c.match.on, c.match.current],
    ...Object.entries(c.health).flatMap(([name, tone]) => [
      [`${name} on its surface`, tone.fg, tone.bg],
      [`text on filled ${name}`, c.onTone, tone.fg],
      [`${name} on a card`, tone.fg, c.surface.base],
      [`${name} on a hovered row`, tone.fg, c.surface.hover],
      [`${name} on a selected row`, tone.fg, c.brand.subtle],
    ]),
    ...c.series.map((colour, index) => [`series ${index}`, colour, c.surface.base]),
    ...Object.entries(c.code).map(([name, colour]) => [`code ${name}`, colour, c.surface.base]),
  ])('%s has a contrast of at least 4.5', (_, front, back) => {
    expect(contrast(front ?? '', back ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['the edge of a control', c.border.control, c.surface.base],
    ['the focus ring', c.brand.main, c.surface.app],
  ])('%s has a contrast of at least 3', (_, front, back) => {
    expect(contrast(front, back)).toBeGreaterThanOrEqual(3);
  });
});

it('no file but the tokens names a colour', () => {
  const source = join(__dirname, '..');
  const offenders = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.tsx?$/.test(file) && !file.includes('.test.') && !file.endsWith('tokens.ts'))
    .filter(file =>
      /#[0-9a-f]{3}([0-9a-f]{3})?\b|rgba?\(|hsla?\(/i.test(
        readFileSync(join(source, file), 'utf8'),
      ),
    );
  expect(offenders).toEqual([]);
});
