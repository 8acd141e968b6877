import { QueryWrapper, type ObjectTabTarget } from '@kubemate/ui';
import { ObjectTimeline } from './ObjectTimeline';

/** The tab on the object page, which is another plugin's: it brings its own query cache. */
export function ActivityTab({ target }: { target: ObjectTabTarget }) {
  return (
    <QueryWrapper>
      <ObjectTimeline target={target} />
    </QueryWrapper>
  );
}
