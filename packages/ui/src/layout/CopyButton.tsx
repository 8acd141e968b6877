import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiCheckLine, RiCloseLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';

export interface CopyButtonProps {
  /** Asked for when pressed, so that a large text is made only then. */
  text: string | (() => string);
  /** What is copied, read out; `Copy` where absent. */
  label?: string;
}

/** Puts a text on the clipboard, and says whether that worked. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (outcome === 'none') return undefined;
    const timer = setTimeout(() => setOutcome('none'), 1600);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };
  const titles = {
    none: label ?? t('copy.copy'),
    copied: t('copy.copied'),
    failed: t('copy.failed'),
  };
  const icons = { none: RiFileCopyLine, copied: RiCheckLine, failed: RiCloseLine };
  const Icon = icons[outcome];
  return (
    <Tooltip title={titles[outcome]}>
      <IconButton onClick={copy} aria-label={titles[outcome]}>
        <Icon size={16} />
      </IconButton>
    </Tooltip>
  );
}
