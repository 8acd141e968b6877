import type { ActionId } from '../actionCatalog';
import { ConfigForm } from './ConfigForm';
import { DeleteForm } from './DeleteForm';
import { DrainForm } from './DrainForm';
import type { FormEntry } from './FormProps';
import { ImageForm } from './ImageForm';
import { MetadataForm } from './MetadataForm';
import { ResizeForm } from './ResizeForm';
import { RollbackForm } from './RollbackForm';
import { ScaleForm } from './ScaleForm';
import { TaintsForm } from './TaintsForm';

/** The forms of the actions that have something to choose. */
export const FORMS: Partial<Readonly<Record<ActionId, FormEntry>>> = {
  scale: { Form: ScaleForm, hint: 'replicasHint' },
  rollback: { Form: RollbackForm, hint: 'revisionHint' },
  setImage: { Form: ImageForm, hint: 'imageHint' },
  drain: { Form: DrainForm, hint: 'drainTimeout' },
  taints: { Form: TaintsForm, hint: 'taint.hint' },
  resize: { Form: ResizeForm, hint: 'sizeHint' },
  metadata: { Form: MetadataForm, hint: 'metadataHint' },
  editConfig: { Form: ConfigForm, hint: 'configHint' },
  delete: { Form: DeleteForm, hint: 'drainTimeout' },
};
