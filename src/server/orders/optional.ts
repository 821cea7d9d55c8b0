/** A package that only some need; where it is missing, it is said what to do. */
export async function optional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new Error(
      `upi-flow/server needs the package ${name} for this: run \`npm install ${name}\`. If it is there, see the cause.`,
      { cause },
    );
  }
}
