import type { GitHub } from "./github.js";
import type { Memory } from "./memory.js";
import type { Repository } from "./repository.js";

/** Where and as whom the bot speaks. */
export interface Voice {
  github: GitHub;
  at: Repository;
  /** Login of the bot itself. */
  self: string;
  memory: Memory;
}
