import { rule } from "../define.js";
import { metadataOf } from "../metadata-keys.js";

export const conformanceMissing = rule({
  id: "META-007",
  severity: "error",
  title: "The page that k8sConformanceUrl names exists.",
  why: "Without Kubernetes conformance there is no AI conformance.",
  mend: "Name the folder as it is spelt in cncf/k8s-conformance; wait until that submission is merged.",
  *find({ document }, { links }) {
    const given = metadataOf(document, "k8sConformanceUrl");
    const answer = given && links?.get(given.value);
    if (given === undefined || answer?.state !== "broken") return;
    yield {
      message: `k8sConformanceUrl leads nowhere: ${answer.why}`,
      place: given.place,
      quote: given.value,
      fix: "name the folder as it is spelt in cncf/k8s-conformance",
    };
  },
});
