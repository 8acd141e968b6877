import { useLayoutEffect, useRef } from 'react';
import type { TopologyDrawing } from './TopologyDrawing';
import { TopologyFrame } from './TopologyFrame';
import { TopologyLinks } from './TopologyLinks';
import { TopologyNode } from './TopologyNode';

/** A map of elements, each of which a screen reader and a test can find: for as many as a browser moves without effort. */
export function TopologyElements(props: TopologyDrawing) {
  const { layout, viewport, selected, focused, near, onSelect, onFocus, onFold, wasDragged } =
    props;
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const move = () => {
      const { x, y, scale } = viewport.transform;
      if (content.current !== null)
        content.current.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    };
    move();
    return viewport.subscribe(move);
  }, [viewport]);
  const tabbable = focused ?? [...layout.items.keys()][0];
  return (
    // The keyboard has Escape for what a press beside everything does.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      style={{ position: 'absolute', inset: 0 }}
      onClickCapture={event => {
        if (wasDragged()) event.stopPropagation();
        else if (event.target === event.currentTarget) onSelect(undefined);
      }}
    >
      <div
        ref={content}
        style={{
          position: 'absolute',
          left: 0,
          top: 0,
          transformOrigin: '0 0',
          width: 0,
          height: 0,
        }}
      >
        {layout.groups.map(place => (
          <TopologyFrame key={place.group.id} place={place} onFold={onFold} />
        ))}
        <TopologyLinks layout={layout} selected={selected} />
        {[...layout.items.values()].map(place => (
          <TopologyNode
            key={place.item.id}
            place={place}
            selected={place.item.id === selected}
            faded={place.item.faded === true || near?.has(place.item.id) === false}
            tabbable={place.item.id === tabbable}
            onSelect={onSelect}
            onFocus={onFocus}
          />
        ))}
      </div>
    </div>
  );
}
