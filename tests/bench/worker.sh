#!/usr/bin/env bash
# The worker's measurements need a carrier, keys and a configuration: the tests' own.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
tap_finished=1

(umask 077 && echo "1 $(openssl rand -hex 32)" >"$TEST_DIR/keys")
sim_serve || exit 1
worker_config
CONFIG=$worker_conf CARRIER=$sim_url CARRIER_USER=$sim_account CARRIER_TOKEN=$sim_token WORKER_LOG=$worker_log \
	"$BUILD/tests/bench/worker_bench"
exit
