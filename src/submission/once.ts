/**
 * A pure function of an object, worked out once for each: many rules ask the same of a submission or file, and a
 * junit.xml of 3 MB is not to be parsed for each of them.
 */
export function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, { value: V }>();
  return (key) => {
    const known = made.get(key);
    if (known) return known.value;
    const value = make(key);
    made.set(key, { value });
    return value;
  };
}
