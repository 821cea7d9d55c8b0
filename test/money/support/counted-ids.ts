/** Ids that count up from `id-1`. */
export function countedIds(): () => string {
  let ids = 0;
  return () => {
    ids += 1;
    return `id-${ids}`;
  };
}
