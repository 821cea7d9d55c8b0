// In place of `react-native`, whose source is not JavaScript; a test puts its own there.
export {};
