import pg from "pg";
import { BotError } from "../error.js";
import type { Database, Sql } from "./sql.js";

/** Connections: the worker's jobs, their signs of life and events. */
const CONNECTIONS = 6;

/** Milliseconds for a connection, and for one statement: none of ours takes long. */
const CONNECT = 10_000;
const STATEMENT = 30_000;

/** A PostgreSQL server, which several bots may share. @throws BotError `store` */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT,
    statement_timeout: STATEMENT,
    application_name: "karat-bot",
  });
  // A connection that breaks while it is idle is made anew; without a listener it would end the process.
  pool.on("error", () => {});
  try {
    await pool.query("select 1");
  } catch (error) {
    await pool.end();
    const next = "look at its host, user and password";
    throw new BotError("store", "the server of DATABASE_URL cannot be reached", next, { cause: error });
  }
  return {
    query: queryOf(pool),
    transaction: (work) => transaction(pool, work),
    exclusive: false,
    close: () => pool.end(),
  };
}

async function transaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("begin");
    const result = await work({ query: queryOf(client) });
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function queryOf(client: pg.Pool | pg.PoolClient): Sql["query"] {
  return async (text, parameters = []) => (await client.query<Record<string, unknown>>(text, [...parameters])).rows;
}
