import { rule } from "../define.js";
import { metadataOf } from "../metadata-keys.js";

const VERSION = /^v?(\d+\.\d+)(?:\.\d+)?$/;

export const kubernetesVersion = rule({
  id: "META-003",
  severity: "error",
  title: "kubernetesVersion is of the minor that the folder names.",
  why: "The checklist is chosen by the folder, the certificate by the version: both must be one.",
  mend: "Correct the version, or move the folder to the minor that was tested.",
  *find({ document, minor, directory }) {
    const given = metadataOf(document, "kubernetesVersion");
    if (given === undefined || given.value.trim() === "" || minor === undefined) return;
    const { value, place } = given;
    const named = VERSION.exec(value.trim())?.[1];
    if (named === minor) return;
    const message =
      named === undefined
        ? `kubernetesVersion ${value} is no version such as v${minor}`
        : `kubernetesVersion is ${value}, and the folder is ${directory}`;
    yield { message, place, quote: value, fix: `write v${minor}, if that is what was tested` };
  },
});
