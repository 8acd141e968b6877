import type { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import CardActionArea from '@mui/material/CardActionArea';
import Typography from '@mui/material/Typography';
import {
  RiCodeSSlashLine,
  RiFileSearchLine,
  RiServerLine,
  RiSparkling2Line,
} from '@remixicon/react';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { PERSONAS } from './rememberedPersona';
import type { Persona } from './rememberedPersona';
import { SignInFrame } from './SignInFrame';

const ICONS = {
  platform: RiServerLine,
  developer: RiCodeSSlashLine,
  ml: RiSparkling2Line,
  auditor: RiFileSearchLine,
} as const;

/** The sandbox's people as cards: who they are, what they may do. */
export function PersonaPicker(props: {
  onChoose: (persona: Persona) => void;
  /** Another way in, below the cards. */
  children?: ReactNode;
}) {
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <SignInFrame title={t('signIn.title')} subtitle={t('signIn.subtitle')}>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
        {PERSONAS.map(persona => (
          <PersonaCard key={persona} persona={persona} onChoose={props.onChoose} />
        ))}
      </Box>
      {props.children}
    </SignInFrame>
  );
}

function PersonaCard(props: { persona: Persona; onChoose: (persona: Persona) => void }) {
  const { persona, onChoose } = props;
  const { t } = useTranslationRef(shellTranslationRef);
  const Icon = ICONS[persona];
  const name = t(`persona.${persona}.name`);
  return (
    <Card variant="outlined">
      <CardActionArea
        onClick={() => onChoose(persona)}
        sx={{
          p: 2.5,
          height: '100%',
          display: 'flex',
          alignItems: 'flex-start',
          justifyContent: 'flex-start',
          gap: 2,
        }}
      >
        <Box sx={{ color: 'primary.main', pt: 0.25 }}>
          <Icon size={24} aria-hidden />
        </Box>
        <div>
          <Typography variant="subtitle1" component="h2" sx={{ fontWeight: 600 }}>
            {name}
          </Typography>
          <Typography variant="body2" color="text.secondary" gutterBottom>
            {t(`persona.${persona}.role`)}
          </Typography>
          <Typography variant="body2">{t(`persona.${persona}.about`)}</Typography>
        </div>
      </CardActionArea>
    </Card>
  );
}
