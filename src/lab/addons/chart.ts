import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { ApiObject } from "../../kube/index.js";
import { binary } from "../binaries.js";
import { run } from "../command.js";
import { KUBERNETES_VERSION } from "../components/kubernetes.js";

/** An installation of a chart, as `helm install` takes it. */
export interface Chart {
  /** Archive among the components' files, such as "metrics-server.tgz". */
  archive: string;
  /** Archives of charts that it depends on and does not bring along. */
  subcharts?: string[];
  /** What its values.tmpl.yaml holds as ${name}, where it comes with that in place of values.yaml. */
  holes?: Record<string, string>;
  release: string;
  namespace: string;
  values: Record<string, unknown>;
}

/** The objects of a chart, its CustomResourceDefinitions first. Nothing is asked of a cluster, nor left on the host. */
export async function renderChart(chart: Chart): Promise<ApiObject[]> {
  const scratch = await mkdtemp(join(tmpdir(), "karat-chart-"));
  try {
    const text = await template(chart, await complete(chart, scratch), scratch);
    return parseAllDocuments(text).flatMap((document) => {
      const object = document.toJS() as ApiObject | null;
      return object === null ? [] : [object];
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The chart unpacked, with what it depends on beside it and its values whole. */
async function complete({ archive, subcharts = [], holes }: Chart, scratch: string): Promise<string> {
  const root = join(scratch, "chart");
  await mkdir(join(root, "charts"), { recursive: true });
  await run("tar", ["-xzf", binary(archive), "-C", root, "--strip-components=1"]);
  for (const name of subcharts) await copyFile(binary(name), join(root, "charts", name));
  if (holes !== undefined) {
    const values = await readFile(join(root, "values.tmpl.yaml"), "utf8");
    await writeFile(
      join(root, "values.yaml"),
      values.replace(/\$\{(\w+)\}/g, (hole, name: string) => holes[name] ?? hole),
    );
  }
  return root;
}

function template({ release, namespace, values }: Chart, root: string, scratch: string): Promise<string> {
  const args = ["template", release, root, "--namespace", namespace, "--include-crds", "--values", "-"];
  return run(binary("helm"), [...args, "--kube-version", KUBERNETES_VERSION], {
    input: JSON.stringify(values),
    // Whoever installs charts of their own on this machine has settings that must not count here.
    env: { HOME: scratch, HELM_CACHE_HOME: scratch, HELM_CONFIG_HOME: scratch, HELM_DATA_HOME: scratch },
  });
}
