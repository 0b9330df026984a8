import type { Evidence } from "./adapter.js";

/** Of each DRM device (char major 226) what the kernel tells about the PCI device behind it; see drm(7), sysfs(5). */
export const drmFiles = "/sys/dev/char/226:*/device/uevent";

/** PCI address (dddd:bb:dd.f) of the device behind a file, as the kernel shows it in every container of the node. */
export function pciAddress({ file, files }: Evidence): string | undefined {
  if (file.type !== "char") return undefined;
  const text = files.get(`/sys/dev/char/${file.major}:${file.minor}/device/uevent`) ?? "";
  return /^PCI_SLOT_NAME=([0-9a-f]{4,}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$/m.exec(text)?.[1];
}
