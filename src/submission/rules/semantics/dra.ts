import { rule } from "../define.js";
import { shown } from "./shown.js";

export const dra = rule({
  id: "SEM-DRA",
  severity: "warn",
  title: "A claim was allocated from a ResourceSlice, and a pod ran with it",
  why: "That the API is served says that Kubernetes has it; a driver that publishes devices is what makes it work.",
  mend: "Show the ResourceSlices, the claim as allocated and reserved, and the pod that holds it.",
  *find(submission) {
    yield* shown(submission, "dra_support", [
      {
        what: "ResourceSlice of a driver",
        seen: /kind: *ResourceSlice|^\S+ +\S+ +(?:gpu\.nvidia\.com|\S+\.\S+\.(?:com|io|net|ai)) +\S+ +\d+[smhd]|resourceslices?(?:\.resource\.k8s\.io)?\/\S/im,
      },
      { what: "allocated claim", seen: /allocated(?:,reserved)?|"?allocation"?:|reservedFor/ },
      { what: "pod with the claim", seen: /\bresourceClaim(?:s|TemplateName|Name)\b/ },
    ]);
  },
});
