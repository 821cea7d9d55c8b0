/** What a piece of text is, to the eye. */
export type Shade = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan' | 'magenta';

/** Puts colour on a text, or leaves it as it is. */
export type Paint = (shade: Shade, text: string) => string;

const CODES: Readonly<Record<Shade, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  magenta: 35,
  cyan: 36,
};

/** For files, pipes and people who set NO_COLOR. */
export const noPaint: Paint = (_, text) => text;

/** For terminals. */
export const ansiPaint: Paint = (shade, text) => `\u001b[${CODES[shade]}m${text}\u001b[0m`;
