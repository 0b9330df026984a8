import { type AddOn, addOnImage } from "../addon.js";
import { renderChart } from "./chart.js";

const NAMESPACE = "jobset-system";
const { name: image, repository, tag } = addOnImage("jobset");

export const jobset: AddOn = {
  name: "jobset",
  purpose: "groups of Jobs, which Trainer makes",
  namespace: NAMESPACE,
  images: [{ name: image, programs: ["jobset"], places: { jobset: "manager" } }],
  objects: () =>
    renderChart({
      archive: "jobset.tgz",
      release: "jobset",
      namespace: NAMESPACE,
      values: { image: { repository, tag }, controller: { resources: { requests: { cpu: "50m" } } } },
    }),
};
