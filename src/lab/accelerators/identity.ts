import { createHash } from "node:crypto";

/** What makes one accelerator itself. Whoever opens its device file can read it from the first bytes. */
export interface DeviceIdentity {
  uuid: string;
  productName: string;
  memoryBytes: number;
  /** As in sysfs: dddd:bb:dd.f, lower case. */
  pciBusId: string;
  /** As the vendor writes it, leading zeros included; need not be a semantic version. */
  driverVersion: string;
}

/** Bytes that the header takes at the start of the device, padded with NUL. */
export const HEADER_BYTES = 512;
const MAGIC = "KARAT-ACCELERATOR/1";

/**
 * The header, plain text so that a container needs nothing but `head -c 512 /dev/nvidia0`:
 * the magic line, then `key=value` lines `uuid`, `product`, `memory` (bytes), `pci`, `driver`, then NULs.
 */
export function encodeHeader(identity: DeviceIdentity): Buffer {
  const text = [
    MAGIC,
    `uuid=${identity.uuid}`,
    `product=${identity.productName}`,
    `memory=${identity.memoryBytes}`,
    `pci=${identity.pciBusId}`,
    `driver=${identity.driverVersion}`,
    "",
  ].join("\n");
  const header = Buffer.alloc(HEADER_BYTES);
  if (header.write(text) !== Buffer.byteLength(text)) throw new RangeError(`identity of ${identity.uuid} is too long`);
  return header;
}

/** Undefined for bytes that are no accelerator's. */
export function decodeHeader(bytes: Buffer): DeviceIdentity | undefined {
  const [magic, ...lines] = bytes.toString("utf8", 0, HEADER_BYTES).replace(/\0+$/, "").split("\n");
  if (magic !== MAGIC) return undefined;
  const values = new Map(lines.filter(Boolean).map((line) => splitOnce(line)));
  const [uuid, productName, memory, pciBusId, driverVersion] = ["uuid", "product", "memory", "pci", "driver"].map(
    (key) => values.get(key),
  );
  if (!uuid || !productName || !memory || !pciBusId || !driverVersion) return undefined;
  return { uuid, productName, memoryBytes: Number(memory), pciBusId, driverVersion };
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}

/** The same slot of the same node has the same UUID after every restart, as hardware has. */
export function stableUuid(...slot: (string | number)[]): string {
  const hex = createHash("sha256").update(slot.join("/")).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}
