import { gunzipSync } from "node:zlib";
import { Limits } from "../../record/limits.js";

const PACK = /(<script type="application\/gzip" id="[^"]*">\s*)([A-Za-z0-9+/=]+)/;
/** What `split` gives of it: text, tag, pack, text, … */
const PERIOD = 3;

/**
 * Whether two pages say the same: to the byte, but for their evidence, which counts as it is unpacked. Another
 * machine's zlib may pack the same text into other bytes.
 */
export function samePage(one: string, other: string): boolean {
  const [parts, others] = [one.split(PACK), other.split(PACK)];
  return (
    parts.length === others.length &&
    parts.every(
      (part, index) => part === others[index] || (index % PERIOD === 2 && sameText(part, others[index] ?? "")),
    )
  );
}

function sameText(one: string, other: string): boolean {
  try {
    return unpacked(one).equals(unpacked(other));
  } catch {
    return false;
  }
}

function unpacked(pack: string): Buffer {
  return gunzipSync(Buffer.from(pack, "base64"), { maxOutputLength: Limits.blob });
}
