import { useMemo } from 'react';
import { useObject } from '../api/queries';
import type { ObjectTarget } from '../links/useLinks';
import { Fields } from '../object/Fields';
import { ObjectSummary } from '../object/summary/ObjectSummary';
import { summarise } from '../object/summary/summarise';

/** The facts that the object's page begins with. The rest, and why something cannot be read, is for that page. */
export function NodeFacts({ target }: { target: ObjectTarget }) {
  const { data } = useObject(target);
  const sections = useMemo(() => {
    if (data === undefined) return [];
    const all = summarise(target.resource, new Fields(data));
    return all.filter(({ type }) => type === 'facts').slice(0, 1);
  }, [target.resource, data]);
  return <ObjectSummary sections={sections} cluster={target.cluster} />;
}
