import { colours, fonts, radii, type, type Mode, type Tone } from './tokens';

function toned(name: string, tone: Tone): [string, string][] {
  return [
    [`--bui-bg-${name}`, tone.bg],
    [`--bui-border-${name}`, tone.border],
    [`--bui-fg-${name}`, tone.fg],
    [`--bui-fg-${name}-on-bg`, tone.fg],
  ];
}

/** An older family of names that parts of Backstage UI 0.18 still read. */
function emphasised(name: string, tone: Tone): [string, string][] {
  return [
    [`--bui-${name}-bg-subdued`, tone.bg],
    [`--bui-${name}-bg-subdued-hover`, tone.bg],
    [`--bui-${name}-border`, tone.border],
    [`--bui-${name}-fg-subdued`, tone.fg],
  ];
}

function surfaces(mode: Mode): [string, string][] {
  const { surface } = colours[mode];
  const levels = [surface.base, surface.sunken, surface.base, surface.sunken];
  return [
    ['--bui-bg-app', surface.app],
    ...levels.flatMap((colour, index): [string, string][] => [
      [`--bui-bg-neutral-${index + 1}`, colour],
      [`--bui-bg-neutral-${index + 1}-hover`, surface.hover],
      [`--bui-bg-neutral-${index + 1}-pressed`, surface.pressed],
      [`--bui-bg-neutral-${index + 1}-disabled`, surface.sunken],
    ]),
  ];
}

/** Backstage UI's CSS variables for one mode. */
export function buiVariables(mode: Mode): ReadonlyMap<string, string> {
  const c = colours[mode];
  return new Map<string, string>([
    ['--bui-font-regular', fonts.sans],
    ['--bui-font-monospace', fonts.mono],
    ['--bui-font-weight-bold', String(type.weight.bold)],
    ['--bui-radius-2', `${radii.small}px`],
    ['--bui-radius-3', `${radii.medium}px`],
    ['--bui-radius-4', `${radii.large}px`],
    ...surfaces(mode),
    ['--bui-bg-solid', c.brand.main],
    ['--bui-bg-solid-hover', c.brand.hover],
    ['--bui-bg-solid-pressed', c.brand.pressed],
    ['--bui-bg-solid-disabled', c.surface.pressed],
    ['--bui-fg-solid', c.brand.on],
    ['--bui-fg-solid-disabled', c.text.disabled],
    ['--bui-accent-bg', c.brand.main],
    ['--bui-accent-bg-hover', c.brand.hover],
    ['--bui-accent-bg-disabled', c.surface.pressed],
    ['--bui-accent-fg', c.brand.on],
    ['--bui-accent-fg-disabled', c.text.disabled],
    ['--bui-fg-primary', c.text.primary],
    ['--bui-fg-secondary', c.text.secondary],
    ['--bui-fg-disabled', c.text.disabled],
    ['--bui-fg-positive', c.health.ok.fg],
    ['--bui-fg-negative', c.health.failed.fg],
    ['--bui-fg-announcement', c.info.fg],
    ['--bui-border-1', c.border.subtle],
    ['--bui-border-2', c.border.control],
    ['--bui-ring', c.brand.main],
    ['--bui-scrollbar', 'transparent'],
    ['--bui-scrollbar-thumb', c.border.control],
    ...toned('danger', c.health.failed),
    ...toned('warning', c.health.warning),
    ...toned('success', c.health.ok),
    ...toned('info', c.info),
    ...emphasised('negative', c.health.failed),
    ...emphasised('warning', c.health.warning),
    ...emphasised('positive', c.health.ok),
    ...emphasised('announcement', c.info),
  ]);
}

/** The rule that gives Backstage UI Kubemate's look; outside any cascade layer, so it wins over the kit's own tokens. */
export function buiCss(mode: Mode): string {
  const lines = [...buiVariables(mode)].map(([name, value]) => `${name}: ${value};`);
  return `[data-theme-name='kubemate'][data-theme-mode='${mode}'] { ${lines.join(' ')} }`;
}
