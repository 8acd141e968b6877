import { styled } from '@mui/material/styles';
import { fonts, radii } from '../theme/tokens';

export interface ShortcutProps {
  /** `['Mod', 'K']`; `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly string[];
}

const Key = styled('kbd')(({ theme }) => ({
  display: 'inline-block',
  minWidth: 18,
  padding: '0 4px',
  textAlign: 'center',
  fontFamily: fonts.sans,
  fontSize: 11,
  lineHeight: '16px',
  color: theme.palette.text.secondary,
  backgroundColor: theme.palette.kubemate.surface.sunken,
  border: `1px solid ${theme.palette.divider}`,
  borderRadius: radii.small,
  marginInlineStart: 2,
}));

/** Whether the browser runs on an Apple device, where shortcuts use ⌘. */
export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');
}

function keyName(key: string): string {
  if (key.toLowerCase() !== 'mod') return key;
  return isApple() ? '⌘' : 'Ctrl';
}

/** A keyboard shortcut as keys. */
export function Shortcut({ keys }: ShortcutProps) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {keys.map(key => (
        <Key key={key}>{keyName(key)}</Key>
      ))}
    </span>
  );
}
