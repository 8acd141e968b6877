import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { auditTranslationRef } from '../translations/auditTranslationRef';

/** The name of the tab on the object page. */
export function ActivityTitle() {
  return <>{useTranslationRef(auditTranslationRef).t('timeline.title')}</>;
}
