import { replaceEqualDeep } from './replace-equal-deep.js';

/**
 * Makes a view once for each input, and of the parts of the view before where they say the same: most
 * changes of the machine are about something else. `also` is what else the view is made of.
 */
export function keptViews<Input extends object, View>(): (
  input: Input,
  before: View | undefined,
  make: () => View,
  also?: unknown,
) => View {
  const views = new WeakMap<Input, { readonly view: View; readonly also: unknown }>();
  return (input, before, make, also) => {
    const kept = views.get(input);
    if (kept !== undefined && kept.also === also) return kept.view;
    const view = replaceEqualDeep(before, make());
    views.set(input, { view, also });
    return view;
  };
}
