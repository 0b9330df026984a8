/** First line of a simulated accelerator; `key=value` lines follow, then NULs. */
const MAGIC = "KARAT-ACCELERATOR/1";

/** The uuid that a simulated accelerator bears in its first bytes; undefined for any other device. */
export function simulatedUuid(head: Uint8Array | undefined): string | undefined {
  if (!head) return undefined;
  const [text = ""] = new TextDecoder().decode(head).split("\0", 1);
  const [magic, ...lines] = text.split("\n");
  if (magic !== MAGIC) return undefined;
  const uuids = lines.filter((line) => line.startsWith("uuid="));
  return uuids.length === 1 ? uuids[0]?.slice("uuid=".length) : undefined;
}
