import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { isAddress, resolvePath } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import { docsTranslationRef } from '../translations/docsTranslationRef';
import { useDocsImage } from './useDocs';

/** An image of a page. It is asked for with the person's token, which the address of an image cannot carry. */
export function DocsImage({ src, alt, page }: { src: string; alt: string; page: string }) {
  const { t } = useTranslationRef(docsTranslationRef);
  const isElsewhere = isAddress(src);
  const { data, isError } = useDocsImage(isElsewhere ? undefined : resolvePath(page, src));
  if (data !== undefined)
    return <img src={`data:${data.mediaType};base64,${data.content}`} alt={alt} />;
  if (!isError && !isElsewhere)
    return <Skeleton variant="rounded" component="span" sx={{ display: 'block' }} height={160} />;
  return (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      {t('imageFailed', { alt: alt === '' ? src : alt })}
    </Box>
  );
}
