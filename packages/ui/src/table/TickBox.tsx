import { useLayoutEffect, useRef } from 'react';

export interface TickBoxProps {
  label: string;
  state: 'none' | 'some' | 'all';
  onChange?(): void;
  /** Out of the way of the Tab key: the grid itself takes the keyboard. */
  untabbable?: boolean;
}

/** The checkbox of a row or of all rows. A plain element styled by the grid: a table draws one for each row. */
export function TickBox({ label, state, onChange, untabbable }: TickBoxProps) {
  const element = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (element.current !== null) element.current.indeterminate = state === 'some';
  }, [state]);
  return (
    <span data-tick-box="" data-select={onChange === undefined ? '' : undefined}>
      <input
        ref={element}
        type="checkbox"
        data-tick=""
        aria-label={label}
        checked={state === 'all'}
        // Without a handler of its own the row's click does it.
        readOnly={onChange === undefined}
        onChange={onChange ?? (() => {})}
        tabIndex={untabbable ? -1 : undefined}
      />
    </span>
  );
}
