/** First line of a simulated accelerator; `key=value` lines follow, then NULs. */
const MAGIC = "KARAT-ACCELERATOR/1";

/**
 * What a simulated accelerator bears in its first bytes, by key (uuid, product, memory, pci, driver); undefined for any
 * other device, and for a key that does not stand there once.
 */
export function simulatedField(head: Uint8Array | undefined, key: string): string | undefined {
  if (!head) return undefined;
  const [text = ""] = new TextDecoder().decode(head).split("\0", 1);
  const [magic, ...lines] = text.split("\n");
  if (magic !== MAGIC) return undefined;
  const values = lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
  return values.length === 1 ? values[0] : undefined;
}
