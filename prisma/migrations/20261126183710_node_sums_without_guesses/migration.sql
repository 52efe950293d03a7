-- Of a year that has just been loaded the planner guesses that it has few lines, and would look each up among all organisations.
ALTER FUNCTION rebuild_node_rollups(text, int) SET enable_nestloop = off;
