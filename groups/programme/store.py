"""The SQL of exports for the programme team: standings by group and period, without names."""

from typing import Final, LiteralString

STANDINGS: Final[LiteralString] = """
    SELECT r.group_id, r.period, r.charter, r.standing, COUNT(s.member_id),
           CAST((SELECT SUM(u.loans_lent) FROM score_runs u
                 WHERE u.group_id = r.group_id AND u.number <= r.number) AS BIGINT),
           CAST((SELECT SUM(u.loans_broken) FROM score_runs u
                 WHERE u.group_id = r.group_id AND u.number <= r.number) AS BIGINT),
           r.base_rate,
           CAST(COALESCE(SUM(s.meetings), 0) AS BIGINT),
           CAST(COALESCE(SUM(s.saving), 0) AS BIGINT),
           CAST(COALESCE(SUM(s.instalments), 0) AS BIGINT),
           CAST(COALESCE(SUM(s.broken), 0) AS BIGINT),
           CAST(COALESCE(SUM(s.word), 0) AS BIGINT)
    FROM score_runs r LEFT JOIN score_results s
      ON s.group_id = r.group_id AND s.period = r.period
    WHERE CAST(:group_id AS TEXT) IS NULL OR r.group_id = :group_id
    GROUP BY r.group_id, r.period, r.number, r.charter, r.standing, r.base_rate
    ORDER BY r.group_id, r.period
"""
