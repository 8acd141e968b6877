import Box from '@mui/material/Box';
import Button, { type ButtonProps } from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { forwardRef, useId } from 'react';
import { visuallyHidden } from '../layout/visuallyHidden';

export interface ActionButtonProps extends Omit<ButtonProps, 'disabled'> {
  /** Why it cannot be pressed now. The button stays reachable, so that everybody can learn the reason. */
  disabledReason?: string;
}

/** A button that says why, where it does nothing. */
export const ActionButton = forwardRef<HTMLButtonElement, ActionButtonProps>((props, ref) => {
  const { disabledReason, onClick, sx, children, ...rest } = props;
  const id = useId();
  const disabled = disabledReason !== undefined;
  return (
    <Tooltip title={disabledReason ?? ''} enterDelay={150}>
      <Box component="span" sx={{ display: 'inline-flex' }}>
        <Button
          {...rest}
          ref={ref}
          aria-disabled={disabled || undefined}
          aria-describedby={disabled ? id : rest['aria-describedby']}
          onClick={event => (disabled ? event.preventDefault() : onClick?.(event))}
          // Looks like MUI's disabled button, which the keyboard could not reach.
          sx={[
            ...(disabled
              ? [
                  {
                    cursor: 'not-allowed',
                    color: 'text.secondary',
                    bgcolor: 'kubemate.surface.sunken',
                    borderColor: 'divider',
                    '&:hover': { bgcolor: 'kubemate.surface.sunken', borderColor: 'divider' },
                  },
                ]
              : []),
            ...(Array.isArray(sx) ? sx : [sx]),
          ]}
        >
          {children}
        </Button>
        {disabled && (
          <span id={id} style={visuallyHidden}>
            {disabledReason}
          </span>
        )}
      </Box>
    </Tooltip>
  );
});
ActionButton.displayName = 'ActionButton';
