import type { Health } from '@kubemate/kube-common';

/**
 * Every colour, size and font of Kubemate. The MUI themes and Backstage UI's CSS variables are both made from this file;
 * nothing else in the browser code names a colour.
 */

/** A tone as text or icon (`fg`), as a quiet surface under that text (`bg`), and as the surface's edge (`border`). */
export interface Tone {
  readonly fg: string;
  readonly bg: string;
  readonly border: string;
}

export type Mode = 'light' | 'dark';

/** The colours of one mode. */
export interface ColourTokens {
  readonly brand: {
    readonly main: string;
    readonly hover: string;
    readonly pressed: string;
    /** Text on `main`. */
    readonly on: string;
    /** Quiet surface: a selected row, an active navigation item. */
    readonly subtle: string;
    /** Text on `subtle`. */
    readonly onSubtle: string;
  };
  readonly surface: {
    /** Behind everything. */
    readonly app: string;
    /** Cards, tables, the sidebar. */
    readonly base: string;
    /** Menus, dialogs, tooltips: above `base`. */
    readonly raised: string;
    /** Wells: table headers, code, tracks of bars. */
    readonly sunken: string;
    readonly hover: string;
    readonly pressed: string;
    /** Behind a dialog. */
    readonly scrim: string;
  };
  readonly text: {
    readonly primary: string;
    readonly secondary: string;
    /** The quietest text that still passes 4.5:1 on `surface.base`. */
    readonly tertiary: string;
    readonly disabled: string;
  };
  readonly border: {
    readonly subtle: string;
    /** Edges of controls: 3:1 on `surface.base`. */
    readonly control: string;
  };
  readonly health: Readonly<Record<Health, Tone>>;
  readonly info: Tone;
  /** Text on a tone's `fg` used as a surface: a filled button of that tone. */
  readonly onTone: string;
  /** Fading highlight of a cell that just changed. */
  readonly flash: string;
  /** Background of a search match, and of the match that is selected now. */
  readonly match: { readonly any: string; readonly current: string; readonly on: string };
  /** Distinct hues for series, pods and containers, readable as text on `surface.base`. */
  readonly series: readonly string[];
  /** Syntax of YAML and code. */
  readonly code: {
    readonly key: string;
    readonly string: string;
    readonly number: string;
    readonly keyword: string;
    readonly comment: string;
  };
}

const light: ColourTokens = {
  brand: {
    main: '#5145cd',
    hover: '#4438b4',
    pressed: '#382e98',
    on: '#ffffff',
    subtle: '#eeecfd',
    onSubtle: '#4034ae',
  },
  surface: {
    app: '#f6f6f9',
    base: '#ffffff',
    raised: '#ffffff',
    sunken: '#f2f2f6',
    hover: '#f0f0f5',
    pressed: '#e7e7ee',
    scrim: 'rgba(22, 21, 34, 0.42)',
  },
  text: { primary: '#1b1a26', secondary: '#555467', tertiary: '#6a697b', disabled: '#9e9dac' },
  border: { subtle: '#e4e4ec', control: '#8d8c9c' },
  health: {
    ok: { fg: '#14733a', bg: '#e5f5ea', border: '#a9dcba' },
    progressing: { fg: '#0a62a8', bg: '#e4f1fc', border: '#a6d0f2' },
    warning: { fg: '#855100', bg: '#fdf1da', border: '#ecc987' },
    failed: { fg: '#b8242f', bg: '#fdebec', border: '#f2b3b7' },
    idle: { fg: '#5d5c6e', bg: '#efeff4', border: '#d3d3de' },
    unknown: { fg: '#6b5285', bg: '#f3eef8', border: '#d8c9e6' },
  },
  info: { fg: '#0a62a8', bg: '#e4f1fc', border: '#a6d0f2' },
  onTone: '#ffffff',
  flash: '#fff0bf',
  match: { any: '#ffe9a3', current: '#ffb84d', on: '#1b1a26' },
  series: ['#5145cd', '#0b7285', '#a8500a', '#9c2f7f', '#2b7a2b', '#1c63b7', '#a3303a', '#5f5b17'],
  code: {
    key: '#4034ae',
    string: '#14733a',
    number: '#a8500a',
    keyword: '#9c2f7f',
    comment: '#6a697b',
  },
};

const dark: ColourTokens = {
  brand: {
    main: '#a29bff',
    hover: '#b5b0ff',
    pressed: '#8d85f5',
    on: '#15132b',
    subtle: '#272447',
    onSubtle: '#c3beff',
  },
  surface: {
    app: '#0f0f15',
    base: '#16161e',
    raised: '#1e1e29',
    sunken: '#12121a',
    hover: '#20202b',
    pressed: '#2a2a37',
    scrim: 'rgba(4, 4, 9, 0.66)',
  },
  text: { primary: '#ececf3', secondary: '#abaabb', tertiary: '#908fa2', disabled: '#5f5e70' },
  border: { subtle: '#292935', control: '#6c6b7e' },
  health: {
    ok: { fg: '#5bcf83', bg: '#12291b', border: '#24543a' },
    progressing: { fg: '#6cb8f5', bg: '#10263a', border: '#22496c' },
    warning: { fg: '#eab04d', bg: '#302410', border: '#5c4519' },
    failed: { fg: '#ff8088', bg: '#381a1e', border: '#6d2f36' },
    idle: { fg: '#a5a4b5', bg: '#23232e', border: '#3c3c4b' },
    unknown: { fg: '#c1a5dd', bg: '#291f35', border: '#4b3a60' },
  },
  info: { fg: '#6cb8f5', bg: '#10263a', border: '#22496c' },
  onTone: '#0f0f15',
  flash: '#4a3d12',
  match: { any: '#574713', current: '#8f5c10', on: '#ffffff' },
  series: ['#a29bff', '#4fc3d9', '#f0a35e', '#ec8fd0', '#7ecf7e', '#7ab5f5', '#ff9299', '#cfc968'],
  code: {
    key: '#b5b0ff',
    string: '#7ecf9b',
    number: '#f0a35e',
    keyword: '#ec8fd0',
    comment: '#908fa2',
  },
};

export const colours: Readonly<Record<Mode, ColourTokens>> = { light, dark };

/** System fonts only, with Chinese, Japanese and Korean faces named so that mixed text sits on one baseline. */
export const fonts = {
  sans: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Inter", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Hiragino Sans", "Malgun Gothic", sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace',
} as const;

/** Sizes in px. */
export const type = {
  display: { size: 24, line: 32, weight: 620 },
  title: { size: 18, line: 26, weight: 620 },
  heading: { size: 15, line: 22, weight: 620 },
  body: { size: 14, line: 21, weight: 400 },
  dense: { size: 13, line: 18, weight: 400 },
  caption: { size: 12, line: 16, weight: 400 },
  weight: { regular: 400, medium: 520, bold: 620 },
} as const;

/** Corner radii in px. */
export const radii = { small: 4, medium: 6, large: 10, full: 9999 } as const;

/** One spacing step in px; `theme.spacing(1)` is two steps. */
export const space = 4;

export const shadows: Readonly<
  Record<Mode, { readonly raised: string; readonly overlay: string }>
> = {
  light: {
    raised: '0 1px 2px rgba(27, 26, 38, 0.06), 0 4px 12px rgba(27, 26, 38, 0.08)',
    overlay: '0 2px 6px rgba(27, 26, 38, 0.10), 0 16px 48px rgba(27, 26, 38, 0.20)',
  },
  dark: {
    raised: '0 1px 2px rgba(0, 0, 0, 0.5), 0 4px 12px rgba(0, 0, 0, 0.4)',
    overlay: '0 2px 6px rgba(0, 0, 0, 0.6), 0 16px 48px rgba(0, 0, 0, 0.6)',
  },
};
