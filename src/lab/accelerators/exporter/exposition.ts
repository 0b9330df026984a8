/** A metric with its series (Prometheus text format 0.0.4). */
export interface Family {
  name: string;
  help: string;
  type: "gauge" | "counter";
  samples: { labels: Readonly<Record<string, string>>; value: number }[];
}

export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export function expose(families: readonly Family[]): string {
  return families.map(text).join("");
}

function text({ name, help, type, samples }: Family): string {
  const lines = samples.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(([label, content]) => `${label}="${escaped(content)}"`);
    return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function escaped(content: string): string {
  return content.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
