import { type AddOn, addOnImage } from "../addon.js";
import { renderChart } from "./chart.js";
import { defectsOf } from "./defects.js";
import { kubebuilt } from "./kubebuilder.js";
import { withDefects } from "./trainer-defects.js";

const NAMESPACE = "kubeflow-system";
const { name: image, registry, path: repository, tag } = addOnImage("trainer");

export const trainer: AddOn = {
  name: "trainer",
  purpose: "Kubeflow Trainer, the AI operator of robust_controller",
  namespace: NAMESPACE,
  after: ["jobset"],
  images: [
    { name: image, programs: ["trainer-controller-manager"], places: { "trainer-controller-manager": "manager" } },
  ],
  async objects({ lab }) {
    const chart = await renderChart({
      archive: "kubeflow-trainer.tgz",
      release: "kubeflow-trainer",
      namespace: NAMESPACE,
      // JobSet is an add-on of its own here; the chart is not rendered without having it at hand.
      subcharts: ["jobset.tgz"],
      values: { jobset: { install: false }, image: { registry, repository, tag } },
    });
    return withDefects(kubebuilt(chart), defectsOf(lab, "trainer"));
  },
};
