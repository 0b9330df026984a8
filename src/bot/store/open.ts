import type { BotConfig } from "../config.js";
import { BotError } from "../error.js";
import { migrate } from "./schema.js";
import type { Database } from "./sql.js";

/** Opens the store, made new where there is none. @throws BotError `store` */
export async function openStore(choice: BotConfig["store"]): Promise<Database> {
  // Each is heavy, and only one is wanted.
  const database =
    choice.kind === "folder"
      ? await (await import("./pglite.js")).openFolder(choice.path)
      : await (await import("./postgres.js")).openPostgres(choice.url);
  try {
    if ((await migrate(database)) === undefined) return database;
  } catch (error) {
    await database.close();
    throw new BotError("store", "the store's tables cannot be made", "look at its user's rights", { cause: error });
  }
  await database.close();
  throw new BotError("store", "the store is of a newer karat", "take that karat, or another store");
}
