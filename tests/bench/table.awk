# The lines of the measurements (bench.h) as a table: first the machine's lines, then theirs. form: terminal or markdown.
# What was measured among few people and among many has one row, and says how many times more it takes.

BEGIN {
	FS = "\t"
	MOST = 1.5 # times what it takes among few people
	title["query"] = "What the desk asks, over one prepared connection"
	title["desk"] = "The desk on a terminal of 120×40"
	title["worker"] = "The worker, against a simulated carrier"
	title["import"] = "An import"
	title["desks"] = "200 desks at once"
}

FILENAME ~ /machine$/ {
	printf form == "markdown" ? "- %s: %s\n" : "%-12s %s\n", $1, $2
	next
}

$1 == few && few != people { before[$2, $3] = $4; }
{
	if (!(($2, $3) in line))
		order[++rows] = $2 SUBSEP $3
	line[$2, $3] = $0
}

function heading(section) {
	if (form == "markdown")
		printf "\n### %s\n\n| | p50 | p95 | p99 | | in times of | goal | | of %s (≤ %s ×) |\n|---|---:|---:|---:|---|---|---|---|---|\n",
			title[section], few, MOST
	else
		printf "\n%s\n  %-42s %9s %9s %9s %-6s %-26s %-24s %-7s %s\n", title[section], "", "p50", "p95", "p99", "", "in times of",
			"goal", "", "among " few " (≤ " MOST " ×)"
}

# $1 people, 2 section, 3 name, 4 p50, 5 p95, 6 p99, 7 unit, 8 times, 9 of what, 10 goal, 11 met
function row(key, part, times, growth) {
	split(line[key], part, "\t")
	if (part[2] != section)
		heading(section = part[2])
	times = part[8] == "" ? "" : part[8] " × " part[9]
	growth = part[1] == people && (key in before) && before[key] > 0 ? part[4] / before[key] : ""
	if (growth != "")
		growth = sprintf("%.2f ×%s", growth, section == "query" && growth > MOST ? ", missed" : "")
	printf form == "markdown" ? "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n" : \
		"  %-42s %9s %9s %9s %-6s %-26s %-24s %-7s %s\n", part[3], part[4], part[5], part[6], part[7], times, part[10], part[11], growth
}

END {
	for (i = 1; i <= rows; i++)
		row(order[i])
}
