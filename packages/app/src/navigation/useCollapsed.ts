import { useState } from 'react';

const STORAGE_KEY = 'kubemate.navigation.collapsed';

/** Whether the navigation column is folded to its icons; kept over visits. */
export function useCollapsed(storage: Storage): [collapsed: boolean, toggle: () => void] {
  const [collapsed, setCollapsed] = useState(() => storage.getItem(STORAGE_KEY) === 'true');
  const toggle = () => {
    storage.setItem(STORAGE_KEY, String(!collapsed));
    setCollapsed(!collapsed);
  };
  return [collapsed, toggle];
}
