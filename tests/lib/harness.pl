#!/usr/bin/env perl
# Runs test files and counts what their TAP says. prove(1) is the same engine, but it neither
# counts single tests nor tells why one was skipped.
use strict;
use warnings;
use TAP::Harness;

my $run = $ENV{TEST_RUN} or die "TEST_RUN is not set: use tests/run\n";
my $strict = ($ENV{CI} // '') eq 'true';
my @files = @ARGV;
my @skipped;
# Which build a test belongs to is worth saying where there are several.
my %builds = map { (split /@/)[-1] => 1 } @files;
my $several = keys %builds > 1;

sub title_of {
	my ($file, $build) = split /@/, shift;
	return $several ? "$file ($build)" : $file;
}
sub name_of { my $name = shift; $name =~ s{/}{_}g; return $name }

my $harness = TAP::Harness->new({
	exec => ['bash', 'tests/lib/one'],
	jobs => $ENV{TEST_JOBS} // 1 + (qx(nproc) || 2),
	verbosity => $ENV{VERBOSE} ? 1 : 0,
	timer => 1,
});
$harness->callback(made_parser => sub {
	my ($parser, $job) = @_;
	my $file = $job->[0];
	open my $tap, '>', "$run/tap/" . name_of($file) or die "$run/tap: $!\n";
	$parser->callback(ALL => sub { print {$tap} shift->raw, "\n" });
	$parser->callback(test => sub {
		my $test = shift;
		push @skipped, [title_of($file), $test->explanation] if $test->has_skip;
	});
	$parser->callback(plan => sub {
		my $plan = shift;
		push @skipped, [title_of($file), $plan->explanation] if $plan->has_skip;
	});
	$parser->callback(EOF => sub { close $tap });
});
my $results = $harness->runtests(map { [$_, title_of($_)] } @files);

my ($passed, $failed) = (0, 0);
my @broken;
for my $file (@files) {
	my ($parser) = $results->parsers(title_of($file));
	my @skips = $parser->skipped;
	my @fails = $parser->failed;
	$passed += scalar($parser->passed) - @skips;
	$failed += @fails;
	next unless @fails || $parser->has_problems;
	# A file that ends badly without a failed test of its own is a failed test.
	$failed++ unless @fails;
	push @broken, $file;
}

for my $file (@broken) {
	print "\n== " . title_of($file) . "\n";
	show("$run/tap/" . name_of($file), sub { /^not ok|^# / || /Bail out/ }, 80);
	show("$run/errors/" . name_of($file), sub { 1 }, 40);
}

my (%reasons, $uncounted);
$reasons{"$_->[0]: " . ($_->[1] || 'no reason given')}++ for @skipped;
print "\n" if %reasons;
for my $reason (sort keys %reasons) {
	print "skipped $reasons{$reason}: $reason\n";
	next if !$strict || $reason =~ m{shared/};
	$failed += $reasons{$reason};
}

open my $counts, '>', "$run/counts" or die "$run/counts: $!\n";
print {$counts} "$passed $failed\n";
close $counts;

# The last lines of a file for which the condition holds.
sub show {
	my ($path, $wanted, $most) = @_;
	open my $lines, '<', $path or return;
	my @lines = grep { $wanted->() } <$lines>;
	splice @lines, 0, @lines - $most if @lines > $most;
	print @lines;
}
