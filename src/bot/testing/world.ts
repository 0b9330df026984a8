import type { Objects } from "./objects.js";

export const REPOSITORY = { id: 4242, owner: "cncf", repo: "k8s-ai-conformance" };
export const SELF = "karat[bot]";

export interface FakePull {
  number: number;
  state: "open" | "closed";
  head: string;
  base: string;
  title: string;
  /** "owner/repo" that it comes from; without one, a fork that was deleted. */
  from?: string;
}

export interface FakeComment {
  id: number;
  number: number;
  body: string;
  login: string;
}

export interface FakeStatus {
  sha: string;
  context: string;
  state: string;
  description: string;
}

/** What this GitHub knows. */
export interface World {
  objects: Objects;
  branches: Map<string, string>;
  pulls: Map<number, FakePull>;
  comments: FakeComment[];
  labels: Map<number, string[]>;
  statuses: FakeStatus[];
  /** Entries of a recursive tree at most; real GitHub has 100,000. */
  mostEntries: number;
  nextId: number;
  /** Who writes comments with the present token. */
  self: string;
}
