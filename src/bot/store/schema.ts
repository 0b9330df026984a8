import type { Database } from "./sql.js";

/** Each makes of the store of the version before the next one. A store is never taken back. */
const STEPS: readonly string[][] = [
  [
    `create table karat_deliveries (
      id text primary key,
      received_at timestamptz not null
    )`,
    // One row a pull request that has to be looked at; `asked` grows with each event.
    `create table karat_jobs (
      repository_id bigint not null,
      number integer not null,
      repository text not null,
      installation bigint not null,
      asked integer not null,
      forced boolean not null,
      explain text not null,
      attempts integer not null,
      trouble text not null,
      next_at timestamptz not null,
      owner text,
      leased_until timestamptz,
      primary key (repository_id, number)
    )`,
    `create table karat_verdicts (
      repository_id bigint not null,
      number integer not null,
      head text not null,
      base text not null,
      rules text not null,
      verdict text not null,
      judged_at timestamptz not null,
      primary key (repository_id, number, head)
    )`,
    `create table karat_comments (
      repository_id bigint not null,
      number integer not null,
      comment bigint not null,
      primary key (repository_id, number)
    )`,
  ],
];

/** Of an advisory lock: two bots may start on one database at once. */
const LOCK = 5_427_181;

/**
 * Brings a store to the present version.
 * @returns the store's version where it is of a newer karat, so that this one does not understand it
 */
export async function migrate(database: Database): Promise<number | undefined> {
  return database.transaction(async (sql) => {
    await sql.query("select pg_advisory_xact_lock($1)", [LOCK]);
    await sql.query("create table if not exists karat_bot (version integer not null)");
    const [row] = await sql.query("select version from karat_bot");
    const version = Number(row?.["version"] ?? 0);
    if (version > STEPS.length) return version;
    for (const step of STEPS.slice(version)) for (const statement of step) await sql.query(statement);
    await sql.query(row ? "update karat_bot set version = $1" : "insert into karat_bot values ($1)", [STEPS.length]);
    return undefined;
  });
}
