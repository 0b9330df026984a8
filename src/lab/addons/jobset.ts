import { type AddOn, addOnImage } from "../addon.js";
import { renderChart } from "./chart.js";
import { kubebuilt } from "./kubebuilder.js";

const NAMESPACE = "jobset-system";
const { name: image, repository, tag } = addOnImage("jobset");

export const jobset: AddOn = {
  name: "jobset",
  purpose: "groups of Jobs, which Trainer makes",
  namespace: NAMESPACE,
  images: [{ name: image, programs: ["jobset"], places: { jobset: "manager" } }],
  async objects() {
    const chart = await renderChart({
      archive: "jobset.tgz",
      release: "jobset",
      namespace: NAMESPACE,
      values: { image: { repository, tag }, controller: { resources: { requests: { cpu: "50m" } } } },
    });
    return kubebuilt(chart);
  },
};
