import { useState } from 'react';
import type { LogLevel } from './detectLevel';

export type LevelFilter = 'all' | LogLevel;

/** How a person likes to read logs. */
export interface LogSettings {
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly level: LevelFilter;
}

const KEY = 'kubemate.log';

function load(): LogSettings {
  try {
    const { wrap, timestamps } = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { wrap: wrap !== false, timestamps: timestamps === true, level: 'all' };
  } catch {
    return { wrap: true, timestamps: false, level: 'all' };
  }
}

/** Wrapping and timestamps, remembered in this browser; the level filter is for this log only. */
export function useLogSettings(): [LogSettings, (settings: LogSettings) => void] {
  const [settings, setSettings] = useState(load);
  const change = (next: LogSettings) => {
    setSettings(next);
    try {
      localStorage.setItem(KEY, JSON.stringify({ wrap: next.wrap, timestamps: next.timestamps }));
    } catch {
      // Storage is blocked: not remembered then.
    }
  };
  return [settings, change];
}
