import { fonts, type } from './tokens';

function face(step: { size: number; line: number; weight: number }) {
  return {
    fontFamily: fonts.sans,
    fontSize: `${step.size / 16}rem`,
    lineHeight: step.line / step.size,
    fontWeight: step.weight,
    letterSpacing: 0,
    marginBottom: 0,
  };
}

/** Headings step down quickly: a dense screen has little room between a page's title and its smallest heading. */
export const typography = {
  htmlFontSize: 16,
  fontSize: type.body.size,
  fontFamily: fonts.sans,
  fontWeightRegular: type.weight.regular,
  fontWeightMedium: type.weight.medium,
  fontWeightBold: type.weight.bold,
  h1: { ...face(type.display), letterSpacing: '-0.012em' },
  h2: { ...face(type.title), letterSpacing: '-0.008em' },
  h3: face(type.heading),
  h4: face(type.heading),
  h5: face({ ...type.body, weight: type.weight.bold }),
  h6: face({ ...type.dense, weight: type.weight.bold }),
  subtitle1: face({ ...type.body, weight: type.weight.medium }),
  subtitle2: face({ ...type.dense, weight: type.weight.medium }),
  body1: face(type.body),
  body2: face(type.dense),
  caption: face(type.caption),
  overline: { ...face(type.caption), textTransform: 'none' as const },
  button: {
    ...face({ ...type.dense, weight: type.weight.medium }),
    textTransform: 'none' as const,
  },
};
