# mfadesk: `make help` lists what can be asked for.

BUILD ?= build
CC ?= cc
CXX ?= c++
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
VERSION := 0.1.0

PACKAGES := libpq ncursesw libcrypto jansson libutf8proc inih libcurl libqrencode libpng libmicrohttpd

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wswitch -Wvla -Wwrite-strings
ifeq ($(WERROR),1)
WARNINGS += -Werror
endif
ifeq ($(SANITIZE),1)
HARDENING := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDHARDENING := -fsanitize=address,undefined
else ifeq ($(COVERAGE),1)
HARDENING := --coverage -O0
LDHARDENING := --coverage
else
HARDENING := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDHARDENING := -pie -Wl,-z,relro,-z,now,-z,noexecstack
endif

CPPFLAGS += -D_GNU_SOURCE -DMFADESK_VERSION='"$(VERSION)"' -Iinclude $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
COMPILE = $(CC) -std=c17 $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(HARDENING) -MMD -MP
# C++ has one file, what is around a library that is written in it.
COMPILE_CXX = $(CXX) -std=c++17 $(CPPFLAGS) $(CFLAGS) \
	$(filter-out -Wstrict-prototypes -Wmissing-prototypes -Wshadow,$(WARNINGS)) $(HARDENING) -MMD -MP
LINK = $(CC) $(CFLAGS) $(LDHARDENING) $(LDFLAGS)
LINK_CXX = $(CXX) $(CFLAGS) $(LDHARDENING) $(LDFLAGS)

# Layers, lowest first (docs/ARCHITECTURE.md). A layer's library is made of its folder alone.
LAYERS := base domain crypto qr phone act store net tui desk cli admin sim worker
define layer
$(1)_OBJECTS := $$(patsubst %.c,$(BUILD)/%.o,$$(wildcard src/$(1)/*.c)) \
	$$(patsubst %.cc,$(BUILD)/%.o,$$(wildcard src/$(1)/*.cc)) $$(patsubst %.S,$(BUILD)/%.o,$$(wildcard src/$(1)/*.S))
$(BUILD)/lib$(1).a: $$($(1)_OBJECTS)
	@mkdir -p $$(@D)
	$$(AR) rcs $$@.new $$^ && mv $$@.new $$@
endef

all: $(BUILD)/mfadesk $(BUILD)/mfadeskd $(BUILD)/mfadesk-admin $(BUILD)/mfadesk-sim ## the programs, in build/ (the default)

$(foreach l,$(LAYERS),$(eval $(call layer,$(l))))

library = $(foreach l,$(1),$(BUILD)/lib$(l).a)
libs = $(shell pkg-config --libs $(1) 2>/dev/null)

DESK_LAYERS := cli desk tui store act qr crypto domain base
ADMIN_LAYERS := admin store act crypto domain base
SIM_LAYERS := sim store act crypto domain base
WORKER_LAYERS := worker net store act phone crypto domain base

$(BUILD)/mfadesk: $(BUILD)/src/bin/mfadesk.o $(call library,$(DESK_LAYERS))
	$(LINK) -o $@ $^ $(call libs,libpq ncursesw libcrypto jansson libutf8proc libqrencode libpng)
$(BUILD)/mfadesk-admin: $(BUILD)/src/bin/mfadesk-admin.o $(call library,$(ADMIN_LAYERS))
	$(LINK) -o $@ $^ $(call libs,libpq libcrypto jansson libutf8proc)
$(BUILD)/mfadesk-sim: $(BUILD)/src/bin/mfadesk-sim.o $(call library,$(SIM_LAYERS))
	$(LINK) -o $@ $^ $(call libs,libmicrohttpd libpq libcrypto jansson libutf8proc)
# One library of it is C++.
$(BUILD)/mfadeskd: $(BUILD)/src/bin/mfadeskd.o $(call library,$(WORKER_LAYERS))
	$(LINK_CXX) -o $@ $^ $(call libs,libpq libcurl libmicrohttpd libcrypto jansson libutf8proc inih) -lphonenumber

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<
$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(COMPILE_CXX) -c -o $@ $<
# The schema and the notices are parts of the programs: .incbin'd files are prerequisites that the compiler does not report.
$(BUILD)/%.o: %.S $(shell find schema -name '*.sql' 2>/dev/null) $(wildcard docs/notices/*.txt)
	@mkdir -p $(@D)
	$(COMPILE) -Ischema -Idocs -c -o $@ $<

# Tests in C: one program a file, tests/unit/NAME_test.c; what files of a folder share is linked to each of them.
UNIT_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*_test.c))
BENCHES := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*_bench.c))
TEST_PROGRAMS := $(UNIT_TESTS) $(patsubst %.c,$(BUILD)/%,$(wildcard tests/screen/*_test.c tests/whole/*_test.c)) $(BENCHES)
# `make unit TEST_LAYERS="domain base"` for when a higher layer does not compile.
TEST_LAYERS ?= admin cli desk tui worker net store act qr crypto domain base
shared_objects = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %_test.c %_bench.c,$(wildcard $(1)/*.c)))

define test_program
$(BUILD)/$(1)/shared.a: $(call shared_objects,$(1))
	@mkdir -p $$(@D)
	$$(AR) rcs $$@.new $$^ && mv $$@.new $$@
$(BUILD)/$(1)/%_test: $(BUILD)/$(1)/%_test.o $(BUILD)/$(1)/shared.a $(call library,$(TEST_LAYERS))
	$$(LINK) -Wl,--as-needed -o $$@ $$^ $$(call libs,$$(PACKAGES)) -lcmocka -lvterm
endef
$(foreach f,tests/unit tests/screen tests/whole,$(eval $(call test_program,$(f))))
# Who links the layer phone is linked by the C++ compiler.
$(BUILD)/tests/unit/phone_test: $(BUILD)/tests/unit/phone_test.o $(call library,phone)
	$(LINK_CXX) -o $@ $^ -lphonenumber -lcmocka

# Measurements: one program a file, what they share is linked to each.
$(BUILD)/tests/bench/shared.a: $(call shared_objects,tests/bench)
	@mkdir -p $(@D)
	$(AR) rcs $@.new $^ && mv $@.new $@
$(BENCHES): %: %.o $(BUILD)/tests/bench/shared.a $(call library,store act crypto domain base)
	$(LINK) -Wl,--as-needed -o $@ $^ $(call libs,libpq libcurl libcrypto jansson libutf8proc inih)

# Fuzzing, with clang: build/fuzz/tests/fuzz/NAME_fuzz CORPUS
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/*_fuzz.c))
$(BUILD)/tests/fuzz/%_fuzz: $(BUILD)/tests/fuzz/%_fuzz.o $(call library,$(TEST_LAYERS))
	$(LINK) -fsanitize=fuzzer -Wl,--as-needed -o $@ $^ $(call libs,$(PACKAGES))

tests: all $(TEST_PROGRAMS)

unit: $(UNIT_TESTS) ## the unit tests alone
	BUILD=$(BUILD) tests/run tests/unit/

test: tests ## the fast tests, under 20 seconds
	BUILD=$(BUILD) tests/run --fast

# What takes long is built first and together; then one run of everything, with the sanitizers' build beside the other.
check: deps-check ## everything, as it must be before a commit lands: about 20 minutes on two cores
	$(MAKE) -j$(JOBS) WERROR=1 tests
	$(MAKE) -j$(JOBS) WERROR=1 SANITIZE=1 BUILD=$(BUILD)/asan tests
	BUILD="$(BUILD) $(BUILD)/asan" tests/run

asan: ## all tests with AddressSanitizer and UndefinedBehaviorSanitizer
	$(MAKE) -j$(JOBS) SANITIZE=1 BUILD=$(BUILD)/asan tests
	BUILD=$(BUILD)/asan tests/run --except tests/check/

fuzz: ## the fuzzing harnesses, built by clang into build/fuzz and run for FUZZ_SECONDS (20) each
	$(MAKE) -j$(JOBS) SANITIZE=1 CC=clang CFLAGS="-O1 -g -fsanitize=fuzzer-no-link" BUILD=$(BUILD)/fuzz fuzzers
	for fuzzer in $(FUZZERS:$(BUILD)/%=$(BUILD)/fuzz/%); do $$fuzzer -verbosity=0 -print_final_stats=1 -artifact_prefix=$(BUILD)/fuzz/ -max_total_time=$(FUZZ_SECONDS) || exit 1; done
fuzzers: $(FUZZERS)

cover: ## which lines the tests run: build/cover/report.txt
	$(MAKE) -j$(JOBS) COVERAGE=1 BUILD=$(BUILD)/cover tests
	find $(BUILD)/cover -name '*.gcda' -delete
	BUILD=$(BUILD)/cover tests/run --except tests/check/ || true
	tests/lib/cover $(BUILD)/cover | tee $(BUILD)/cover/report.txt

bench: all $(BENCHES) ## the figures of docs/PERFORMANCE.md: PEOPLE=1000000 BENCH_DIR=build/bench; tests/bench/run says more
	BUILD=$(BUILD) tests/bench/run $(PARTS)

lint: ## clang-tidy, and cppcheck and shellcheck where they are
	tests/lib/lint

format: ## clang-format over the whole source
	clang-format -i $(C_FILES)
format-check: ## what clang-format would change
	clang-format --dry-run -Werror $(C_FILES)

deps: ## installs what building and running need (Debian, Ubuntu; elsewhere says what)
	@.ci/packages run
deps-check: ## the same, and what the tests need
	@.ci/packages check

# Recursive: what pkg-config says is known only when the packages are there.
run: deps ## the desk on a directory of made-up people; without a terminal, its main job by commands
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@BUILD=$(BUILD) docs/demo.sh

# Manual pages, key list and completion come from the programs' own tables; tests/check/generated.sh sees that they are current.
docs: all ## writes anew what docs/ has from the table of acts
	$(BUILD)/mfadesk help --manual >docs/mfadesk.1
	$(BUILD)/mfadesk help --keys >docs/KEYS.md
	$(BUILD)/mfadesk help --completion >docs/mfadesk.bash
	$(BUILD)/mfadesk-admin help --manual >docs/mfadesk-admin.1
	$(BUILD)/mfadesk-sim help --manual >docs/mfadesk-sim.1

pictures: $(BUILD)/tests/screen/story_test ## draws docs/pictures/ anew from the screens
	GENERATE=1 BUILD=$(BUILD) tests/run tests/screen/story_test

SHARE = $(DESTDIR)$(PREFIX)/share
UNITS = $(DESTDIR)$(PREFIX)/lib/systemd/system
install: all ## DESTDIR= PREFIX=/usr/local: programs, manual pages, completion, the worker's unit and example
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/bash-completion/completions $(SHARE)/doc/mfadesk $(UNITS)
	install -m 755 $(BUILD)/mfadesk $(BUILD)/mfadeskd $(BUILD)/mfadesk-admin $(BUILD)/mfadesk-sim $(DESTDIR)$(PREFIX)/bin
	install -m 644 docs/mfadesk.1 docs/mfadesk-admin.1 docs/mfadesk-sim.1 $(SHARE)/man/man1
	install -m 644 docs/mfadesk.bash $(SHARE)/bash-completion/completions/mfadesk
	install -m 644 docs/mfadeskd.conf $(SHARE)/doc/mfadesk
	sed 's,/usr/local/bin,$(PREFIX)/bin,' docs/mfadeskd.service >$(UNITS)/mfadeskd.service
	chmod 644 $(UNITS)/mfadeskd.service

# How a source is compiled, for the checks.
flags:
	@echo '$(subst ','\'',$(COMPILE))'
flags-cc:
	@echo '$(subst ','\'',$(COMPILE_CXX))'

clean: ## removes build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
FUZZ_SECONDS ?= 20
C_FILES = $(shell find src include tests -name '*.[ch]' -o -name '*.cc')

.PHONY: all flags flags-cc tests unit test check bench asan fuzz fuzzers cover lint format format-check deps deps-check run docs pictures install clean help
.SECONDARY:
-include $(shell find $(BUILD)/src $(BUILD)/tests -name '*.d' 2>/dev/null)
