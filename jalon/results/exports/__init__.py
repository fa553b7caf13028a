"""The state of a plan to take away: pure writers, fed by queries, that know neither request nor clock."""
