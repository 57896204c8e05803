# mfadesk: `make help` lists what can be asked for.

BUILD ?= build
CC ?= cc
CFLAGS ?= -O2 -g
VERSION := 0.1.0

PG_CONFIG ?= pg_config
PACKAGES := libpq ncursesw libcrypto jansson libutf8proc

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wswitch -Wvla -Wwrite-strings
ifeq ($(WERROR),1)
WARNINGS += -Werror
endif
ifeq ($(SANITIZE),1)
HARDENING := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDHARDENING := -fsanitize=address,undefined
else
HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDHARDENING := -pie -Wl,-z,relro,-z,now,-z,noexecstack
endif
ifeq ($(COVERAGE),1)
HARDENING := --coverage -O0
LDHARDENING := --coverage
endif

CPPFLAGS += -D_GNU_SOURCE -DMFADESK_VERSION='"$(VERSION)"' -Iinclude $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
COMPILE = $(CC) -std=c17 $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(HARDENING) -MMD -MP
LINK = $(CC) $(CFLAGS) $(LDHARDENING) $(LDFLAGS)

# Layers, lowest first (docs/ARCHITECTURE.md). A layer's library is made of its folder alone.
LAYERS := base domain crypto act store tui desk cli admin
define layer
$(1)_OBJECTS := $$(patsubst %.c,$(BUILD)/%.o,$$(wildcard src/$(1)/*.c)) $$(patsubst %.S,$(BUILD)/%.o,$$(wildcard src/$(1)/*.S))
$(BUILD)/lib$(1).a: $$($(1)_OBJECTS)
	$$(AR) rcs $$@.new $$^ && mv $$@.new $$@
endef

all: $(BUILD)/mfadesk $(BUILD)/mfadesk-admin

$(foreach l,$(LAYERS),$(eval $(call layer,$(l))))

library = $(foreach l,$(1),$(BUILD)/lib$(l).a)
libs = $(shell pkg-config --libs $(1) 2>/dev/null)

DESK_LAYERS := cli desk tui store act crypto domain base
ADMIN_LAYERS := admin store act crypto domain base

$(BUILD)/mfadesk: $(BUILD)/src/bin/mfadesk.o $(call library,$(DESK_LAYERS))
	$(LINK) -o $@ $^ $(call libs,libpq ncursesw libcrypto jansson libutf8proc)
$(BUILD)/mfadesk-admin: $(BUILD)/src/bin/mfadesk-admin.o $(call library,$(ADMIN_LAYERS))
	$(LINK) -o $@ $^ $(call libs,libpq libcrypto jansson libutf8proc)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<
# The schema is a part of the program: .incbin'd files are prerequisites that the compiler does not report.
$(BUILD)/%.o: %.S $(shell find schema -name '*.sql' 2>/dev/null)
	@mkdir -p $(@D)
	$(COMPILE) -Ischema -c -o $@ $<

# One program a file, tests/unit/x_test.c -> $(BUILD)/tests/unit/x_test, with all layers that have code, highest first.
UNIT_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*_test.c))
FILLED_LAYERS := $(foreach l,admin cli desk tui store act crypto domain base,$(if $(wildcard src/$(l)/*.c),$(l)))

$(BUILD)/tests/%_test: $(BUILD)/tests/%_test.o $(call library,$(FILLED_LAYERS))
	$(LINK) -o $@ $^ $(call libs,$(PACKAGES)) -lcmocka

unit: $(UNIT_TESTS)
	CMOCKA_MESSAGE_OUTPUT=TAP prove -e '' $(UNIT_TESTS)

clean:
	rm -rf build

.PHONY: all unit clean
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
