import Link, { type LinkProps } from '@mui/material/Link';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';

/** A link where there is somewhere to go, plain text where not. */
export function MaybeLink(props: {
  to: string | undefined;
  children: ReactNode;
  sx?: LinkProps['sx'];
  variant?: LinkProps['variant'];
}) {
  const { to, children, ...rest } = props;
  if (to === undefined) return <>{children}</>;
  return (
    <Link component={RouterLink} to={to} {...rest}>
      {children}
    </Link>
  );
}
