import type { Shortcut } from "./adapter.js";

/** Where the toolkit takes device lists from volume mounts: one mount a device, or one called "all". */
const MOUNTED_DEVICES = "/var/run/nvidia-container-devices";

/**
 * By these NVIDIA/nvidia-container-toolkit lets a container name devices without the cluster's knowledge, as its settings
 * accept-nvidia-visible-devices-envvar-when-unprivileged and -as-volume-mounts allow. It serves other vendors' CDI
 * devices too, so they are tried whoever made the accelerators.
 */
export const containerToolkit: readonly Shortcut[] = [
  {
    by: "NVIDIA_VISIBLE_DEVICES=all in its environment",
    environment: { NVIDIA_VISIBLE_DEVICES: "all", NVIDIA_DRIVER_CAPABILITIES: "all" },
  },
  {
    by: `a mount of /dev/null at ${MOUNTED_DEVICES}/all`,
    environment: { NVIDIA_VISIBLE_DEVICES: MOUNTED_DEVICES, NVIDIA_DRIVER_CAPABILITIES: "all" },
    nullMounts: [`${MOUNTED_DEVICES}/all`],
  },
];
