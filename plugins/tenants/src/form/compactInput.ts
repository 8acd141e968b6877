/** MUI pads the field of a small Autocomplete for its own taller text fields; so it is as tall as the others. */
export const compactInput = { '&&&&': { paddingTop: '3.5px', paddingBottom: '3.5px' } } as const;
