/** Items by a key, in their order: Map.groupBy, which Node 20 lacks. */
export function grouped<K, T>(items: Iterable<T>, key: (item: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const of = key(item);
    const group = groups.get(of);
    if (group) group.push(item);
    else groups.set(of, [item]);
  }
  return groups;
}
