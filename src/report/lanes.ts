import type { Attempt } from "./attempts.js";

/** The attempts that ran in one place, packed so that none overlaps another. */
export interface Lane {
  /** A node's name; undefined for what concerned the cluster as a whole. */
  node: string | undefined;
  /** How many rows the packing took. */
  rows: number;
  bars: { attempt: Attempt; row: number; height: number }[];
}

/** Packs attempts into a lane a node, as many rows high as they held devices: first fit, in the order of their start. */
export function lanes(attempts: readonly Attempt[]): Lane[] {
  const named = new Set(attempts.flatMap(({ node }) => (node === undefined ? [] : [node])));
  const cluster = attempts.some(({ node }) => node === undefined) ? [undefined] : [];
  const nodes = [...cluster, ...[...named].sort((a, b) => a.localeCompare(b, "en", { numeric: true }))];
  return nodes.map((node) =>
    pack(
      node,
      attempts.filter((attempt) => attempt.node === node),
    ),
  );
}

function pack(node: string | undefined, attempts: readonly Attempt[]): Lane {
  /** When each row is free again. */
  const free: number[] = [];
  const bars: Lane["bars"] = [];
  for (const attempt of attempts.toSorted((a, b) => a.from - b.from)) {
    const height = Math.max(1, Math.min(attempt.devices, 16));
    let row = 0;
    while (Array.from({ length: height }, (_, index) => free[row + index] ?? 0).some((at) => at > attempt.from)) row++;
    for (let index = row; index < row + height; index++) free[index] = Math.max(attempt.to, attempt.from + 1);
    bars.push({ attempt, row, height });
  }
  return { node, rows: Math.max(1, free.length), bars };
}
