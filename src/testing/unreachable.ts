/** Transitions that no schedule can take, with the reason: the explorer lists them as such. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  'upiFlow: error * -> stays':
    'a child actor would have to throw; none does, and the handler is there in case one ever does',
};
