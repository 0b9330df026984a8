import type { PullKey } from "../repository.js";
import type { Database, Row, Sql } from "./sql.js";

/** What an event asks for. */
export interface Ask {
  key: PullKey;
  /** "owner/repo" as it is called now. */
  repository: string;
  installation: number;
  forced: boolean;
  explain: readonly string[];
}

/** A pull request that this process has to look at. */
export interface Job extends Ask {
  /** Events so far; more at the end than at the beginning mean that it has to be looked at again. */
  asked: number;
  /** Tries that failed. */
  attempts: number;
  /** What the last one failed of. */
  trouble: string;
}

/** Jobs in the store: one a pull request, done by one bot at a time, in the order in which they are due. */
export interface Queue {
  /** Notes an event and what it asks for, both or neither. @returns false where the event was here before */
  deliver(delivery: string, ask: Ask | undefined): Promise<boolean>;
  /** The next job that is due, leased to this process; undefined where there is none. */
  take(): Promise<Job | undefined>;
  /** Says that the process is still at it. */
  renew(job: Job): Promise<void>;
  /** Removes a job, unless it was asked for again meanwhile. */
  done(job: Job): Promise<void>;
  /** Puts a job back. @param at when it is due again */
  again(job: Job, at: Date, failure?: { attempts: number; trouble: string }): Promise<void>;
  /** Forgets old deliveries. */
  forget(before: Date): Promise<void>;
}

/** Characters that pile up of what is asked to be explained, and of a trouble. */
const MOST = 500;

interface QueueOptions {
  /** Names this process. */
  owner: string;
  /** Milliseconds that a job is kept for a process that gives no sign of life. */
  lease: number;
  now: () => Date;
}

export async function openQueue(database: Database, { owner, lease, now }: QueueOptions): Promise<Queue> {
  const later = (): Date => new Date(now().getTime() + lease);
  const own = ({ key }: Job) => [key.repositoryId, key.number, owner];
  if (database.exclusive) await database.query("update karat_jobs set owner = null, leased_until = null");
  return {
    deliver: (delivery, ask) =>
      database.transaction(async (sql) => {
        const rows = await sql.query(
          "insert into karat_deliveries (id, received_at) values ($1, $2) on conflict do nothing returning id",
          [delivery, now()],
        );
        if (rows.length > 0 && ask) await enqueue(sql, ask, now());
        return rows.length > 0;
      }),
    async take() {
      const [row] = await database.query(
        `update karat_jobs set owner = $1, leased_until = $2
         where (repository_id, number) = (
           select repository_id, number from karat_jobs
           where next_at <= $3 and (leased_until is null or leased_until < $3)
           order by next_at for update skip locked limit 1
         ) returning *`,
        [owner, later(), now()],
      );
      return row && jobOf(row);
    },
    async renew(job) {
      await database.query(
        "update karat_jobs set leased_until = $4 where repository_id = $1 and number = $2 and owner = $3",
        [...own(job), later()],
      );
    },
    done: (job) =>
      database.transaction(async (sql) => {
        await sql.query(
          "delete from karat_jobs where repository_id = $1 and number = $2 and owner = $3 and asked = $4",
          [...own(job), job.asked],
        );
        // Where it still is, somebody asked again.
        await release(sql, own(job), job.asked, { at: now(), attempts: 0, trouble: "" });
      }),
    async again(job, at, failure = { attempts: job.attempts, trouble: job.trouble }) {
      await release(database, own(job), job.asked, { at, ...failure });
    },
    async forget(before) {
      await database.query("delete from karat_deliveries where received_at < $1", [before]);
    },
  };
}

async function enqueue(sql: Sql, { key, repository, installation, forced, explain }: Ask, now: Date): Promise<void> {
  await sql.query(
    `insert into karat_jobs
       (repository_id, number, repository, installation, asked, forced, explain, attempts, trouble, next_at)
     values ($1, $2, $3, $4, 1, $5, $6, 0, '', $7)
     on conflict (repository_id, number) do update set
       repository = excluded.repository, installation = excluded.installation, asked = karat_jobs.asked + 1,
       attempts = 0, trouble = '',
       forced = karat_jobs.forced or excluded.forced,
       -- The latest count, and one that is cut is none.
       explain = trim(regexp_replace(right(' ' || karat_jobs.explain || ' ' || excluded.explain, ${MOST}), '^\\S*', ''))`,
    [key.repositoryId, key.number, repository, installation, forced, explain.join(" "), now],
  );
}

/** @param asked events when the job was taken: what was asked for since has all its tries before it */
async function release(
  sql: Sql,
  own: readonly (string | number)[],
  asked: number,
  { at, attempts, trouble }: { at: Date; attempts: number; trouble: string },
): Promise<void> {
  await sql.query(
    `update karat_jobs set owner = null, leased_until = null, next_at = $4,
       attempts = case when asked = $5 then $6 else 0 end, trouble = case when asked = $5 then $7 else '' end
     where repository_id = $1 and number = $2 and owner = $3`,
    [...own, at, asked, attempts, trouble.slice(0, MOST)],
  );
}

/** Big integers come as text, numbers or bigints, as the driver likes. */
function jobOf(row: Row): Job {
  return {
    key: { repositoryId: Number(row["repository_id"]), number: Number(row["number"]) },
    repository: String(row["repository"]),
    installation: Number(row["installation"]),
    forced: row["forced"] === true,
    explain: String(row["explain"])
      .split(" ")
      .filter((id) => id !== ""),
    asked: Number(row["asked"]),
    attempts: Number(row["attempts"]),
    trouble: String(row["trouble"]),
  };
}
