import { StyleSheet, useColorScheme } from 'react-native';

/** Colours by what they say, so that light and dark never differ in meaning. */
const light = {
  ground: '#f4f5f8',
  surface: '#ffffff',
  sunken: '#eceef3',
  line: '#d9dde6',
  ink: '#101828',
  quiet: '#556074',
  accent: '#3a3ad1',
  onAccent: '#ffffff',
  accentTint: '#ececfd',
  success: '#08734a',
  successTint: '#def3e8',
  pending: '#8a5200',
  pendingTint: '#fdeecd',
  failed: '#b1241b',
  failedTint: '#fce5e3',
};

export type Theme = typeof light;

const dark: Theme = {
  ground: '#0c0f16',
  surface: '#171b25',
  sunken: '#222836',
  line: '#2f3647',
  ink: '#f2f4f9',
  quiet: '#a5afc3',
  accent: '#a9a8ff',
  onAccent: '#12123a',
  accentTint: '#23244a',
  success: '#62d6a3',
  successTint: '#12302a',
  pending: '#f4c266',
  pendingTint: '#352a14',
  failed: '#ff9f96',
  failedTint: '#3b1d20',
};

/** The smallest thing a finger should have to hit. */
export const TOUCH = 48;

export const space = { xs: 4, s: 8, m: 12, l: 16, xl: 24, xxl: 32 } as const;

export function useTheme(): Theme {
  return useColorScheme() === 'dark' ? dark : light;
}

/** Styles made of a theme, once for light and once for dark. */
export function themed<T extends StyleSheet.NamedStyles<T>>(make: (theme: Theme) => T): () => T {
  const sheets = { light: StyleSheet.create(make(light)), dark: StyleSheet.create(make(dark)) };
  return () => (useColorScheme() === 'dark' ? sheets.dark : sheets.light);
}
