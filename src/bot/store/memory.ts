import type { Memory } from "../memory.js";
import type { Verdict } from "../verdict.js";
import type { Sql } from "./sql.js";

/**
 * What the bot remembers, in its store.
 * @param rules names the rules that judge; what others said is forgotten
 */
export function storedMemory(sql: Sql, rules: string, now: () => Date): Memory {
  return {
    async verdict({ repositoryId, number }, head, base) {
      const [row] = await sql.query(
        `select verdict from karat_verdicts
         where repository_id = $1 and number = $2 and head = $3 and base = $4 and rules = $5`,
        [repositoryId, number, head, base, rules],
      );
      return row && (JSON.parse(String(row["verdict"])) as Verdict);
    },
    async keepVerdict({ repositoryId, number }, verdict) {
      const { head, base } = verdict;
      await sql.query(
        `insert into karat_verdicts (repository_id, number, head, base, rules, verdict, judged_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (repository_id, number, head) do update
         set base = excluded.base, rules = excluded.rules, verdict = excluded.verdict, judged_at = excluded.judged_at`,
        // As text: a jsonb takes neither NUL nor half a surrogate pair.
        [repositoryId, number, head, base, rules, JSON.stringify(verdict), now()],
      );
    },
    async comment({ repositoryId, number }) {
      const [row] = await sql.query("select comment from karat_comments where repository_id = $1 and number = $2", [
        repositoryId,
        number,
      ]);
      return row && Number(row["comment"]);
    },
    async keepComment({ repositoryId, number }, id) {
      await sql.query(
        `insert into karat_comments (repository_id, number, comment) values ($1, $2, $3)
         on conflict (repository_id, number) do update set comment = excluded.comment`,
        [repositoryId, number, id],
      );
    },
  };
}
