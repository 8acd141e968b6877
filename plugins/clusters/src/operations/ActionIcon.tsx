import {
  RiAlarmLine,
  RiCodeSSlashLine,
  RiDeleteBinLine,
  RiEjectLine,
  RiEyeLine,
  RiFileEditLine,
  RiForbidLine,
  RiHardDrive2Line,
  RiHistoryLine,
  RiImageEditLine,
  RiLogoutBoxRLine,
  RiPauseLine,
  RiPlayLine,
  RiPriceTag3Line,
  RiRestartLine,
  RiScales3Line,
  RiShieldLine,
  RiSkipForwardLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { ActionId } from './actionCatalog';

const ICONS: Readonly<Record<ActionId, RemixiconComponentType>> = {
  scale: RiScales3Line,
  restart: RiRestartLine,
  pause: RiPauseLine,
  resume: RiPlayLine,
  rollback: RiHistoryLine,
  setImage: RiImageEditLine,
  cordon: RiForbidLine,
  uncordon: RiPlayLine,
  drain: RiLogoutBoxRLine,
  taints: RiShieldLine,
  evict: RiEjectLine,
  suspend: RiPauseLine,
  unsuspend: RiAlarmLine,
  runNow: RiSkipForwardLine,
  resize: RiHardDrive2Line,
  editConfig: RiFileEditLine,
  reveal: RiEyeLine,
  metadata: RiPriceTag3Line,
  editYaml: RiCodeSSlashLine,
  delete: RiDeleteBinLine,
};

/** A mark before an action's name. */
export function ActionIcon({ id }: { id: ActionId }) {
  const Icon = ICONS[id];
  return <Icon size={16} aria-hidden />;
}
