import { rule } from "../define.js";
import { shown } from "./shown.js";

export const secureAccess = rule({
  id: "SEM-SEC",
  severity: "warn",
  title: "A pod that asked for nothing saw no device on a node that has some, and two pods saw different ones",
  why: "A pod elsewhere sees nothing anyway; and a variable that hides devices is no isolation.",
  mend: "Show a pod without a request on the node of the accelerators, and two pods with the UUIDs of their devices.",
  *find(submission) {
    yield* shown(
      submission,
      "secure_accelerator_access",
      [
        {
          what: "pod without a request on the accelerators' node",
          seen: /\bnodeName\b|\bnodeSelector\b|kubernetes\.io\/hostname|\bsame (?:gpu |accelerator )?node\b/i,
        },
        {
          what: "device that was refused",
          seen: /Failed to initialize NVML|nvidia-smi["']?:? ?(?:executable file )?(?:command )?not found|not found in \$PATH|No devices were found|No such file or directory|Operation not permitted|no NVIDIA GPU|ACCELERATOR_COUNT=0|cannot access|command terminated with exit code|CUDA_ERROR_NO_DEVICE|couldn't communicate/i,
        },
        {
          what: "two pods with different devices",
          seen: /GPU[- ][0-9a-f]{8}-[0-9a-f]{4}|\bUUID\b|different (?:gpu|device)s?|Bus-Id|\/dev\/nvidia[1-9]/i,
        },
      ],
      [
        {
          seen: /\b(?:CUDA|NVIDIA)_VISIBLE_DEVICES["']? *[=:]|name: *["']?(?:CUDA|NVIDIA)_VISIBLE_DEVICES/,
          message: "a variable hides devices, which any container can change",
        },
      ],
    );
  },
});
